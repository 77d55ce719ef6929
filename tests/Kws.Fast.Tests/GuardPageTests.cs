using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Kws.Fast.Tests.Support;
using Kws.Model;
using Kws.Reference;

namespace Kws.Fast.Tests;

/// <summary>
/// No public entry of any kernel reads or writes outside its buffers, which begin and end at pages that cannot be accessed. An access
/// there cannot be caught: the test program ends with it, naming the method, and CI misses its results.
/// </summary>
public class GuardPageTests
{
    private const int MaxBatch = 70;
    private const int Alignments = 64;
    private const int Untouched = 0x55AA55AA;

    /// <summary>
    /// Every entry of every kernel of this processor. The entries of an emulated kernel differ from them in <c>Infer</c> alone.
    /// </summary>
    public static TheoryData<string, string> KernelsAndEntries => new(
        [.. from row in Support.Kernels.Supported from entry in Entries.Keys select (row.Data, entry),
         .. from kernel in Support.Kernels.Emulated select (kernel.Name, "Infer")]);

    /// <summary>Recorded logits as classifications, seen as integers.</summary>
    private static readonly int[] Classifications =
        [.. MemoryMarshal.Cast<Classification, int>(
            Recorded.Logits.Chunk(4).Select(logits => Classification.FromLogits(logits)).ToArray())];

    /// <summary>The public entries: what they give for the recorded fingerprints, and the call.</summary>
    private static Dictionary<string, (int[] Expected, Action<KwsClassifier, Memory<sbyte>, Memory<int>> Run)> Entries { get; } = new()
    {
        ["Infer"] = (Recorded.Logits, (classifier, inputs, outputs) => classifier.Infer(inputs.Span, outputs.Span)),
        ["Classify"] = (Recorded.Labels, (classifier, inputs, outputs) => classifier.Classify(inputs.Span, outputs.Span)),
        ["Classify with lead"] = (
            Classifications,
            (classifier, inputs, outputs) => classifier.Classify(inputs.Span, MemoryMarshal.Cast<int, Classification>(outputs.Span))),
        ["Classify one"] = (Recorded.Labels, ClassifyOneByOne),
        ["InferParallel"] = (Recorded.Logits, (classifier, inputs, outputs) => classifier.InferParallel(inputs, outputs)),
        ["ClassifyParallel"] = (Recorded.Labels, (classifier, inputs, outputs) => classifier.ClassifyParallel(inputs, outputs)),
    };

    [Theory]
    [MemberData(nameof(KernelsAndEntries))]
    public void Batches_of_every_size_stay_inside(string kernel, string entry)
    {
        KwsClassifier classifier = Support.Kernels.Classifier(kernel);
        using var inputs = new GuardedMemory(MaxBatch * 300);
        using var outputs = new GuardedMemory(MaxBatch * 4 * sizeof(int));
        for (int batch = 0; batch <= MaxBatch; batch++)
        {
            int length = batch * Outputs(entry);
            Check(classifier, entry, inputs.AtStart<sbyte>(batch * 300), outputs.AtStart<int>(length));
            Check(classifier, entry, inputs.AtEnd<sbyte>(batch * 300), outputs.AtEnd<int>(length));
        }
    }

    [Theory]
    [MemberData(nameof(KernelsAndEntries))]
    public void Every_alignment_is_right(string kernel, string entry)
    {
        KwsClassifier classifier = Support.Kernels.Classifier(kernel);
        using var inputs = new GuardedMemory((3 * 300) + Alignments);
        using var outputs = new GuardedMemory((3 * 4 * sizeof(int)) + Alignments);
        for (int distance = 0; distance < Alignments; distance++)
        {
            // Outputs are 32-bit integers: their address is a multiple of four.
            int outputDistance = distance / 4 * 4;
            for (int batch = 1; batch <= 3; batch++)
            {
                int length = batch * Outputs(entry);
                Check(classifier, entry, inputs.AtStart<sbyte>(batch * 300, distance), outputs.AtStart<int>(length, outputDistance));
                Check(classifier, entry, inputs.AtEnd<sbyte>(batch * 300, distance), outputs.AtEnd<int>(length, outputDistance));
            }
        }
    }

    [Theory]
    [MemberData(nameof(KernelsAndEntries))]
    public void A_refused_fingerprint_is_not_left_either(string kernel, string entry)
    {
        KwsClassifier classifier = Support.Kernels.Classifier(kernel);
        using var inputs = new GuardedMemory(300);
        using var outputs = new GuardedMemory(4 * sizeof(int));
        foreach (int bad in (int[])[0, 299])
        {
            Refuse(inputs.AtStart<sbyte>(300), outputs.AtStart<int>(Outputs(entry)));
            Refuse(inputs.AtEnd<sbyte>(300), outputs.AtEnd<int>(Outputs(entry)));

            void Refuse(Memory<sbyte> input, Memory<int> output)
            {
                input.Span.Clear();
                input.Span[bad] = 32;
                Assert.Equal(bad, Assert.Throws<FingerprintRangeException>(() => Entries[entry].Run(classifier, input, output)).Index);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Support.Kernels.All), MemberType = typeof(Support.Kernels))]
    public void Logits_of_any_number_of_labels_stay_inside(string kernel)
    {
        // The fully connected layer computes several labels at a time, and must write those only that there are.
        foreach (int labels in (int[])[1, 2, 3, 5, 6, 7, 8, 9, 12, 17])
        {
            Network network = DsCnn.Parse("2 48 4 4 2 2 16 3 3 1 1", labels);
            var model = new KwsModel(
                network, network.Tensors.Select(spec => Enumerable.Range(0, spec.Count).Select(i => (i * 7 % 64) - 32).ToImmutableArray()));
            var reference = new ReferenceClassifier(model);
            KwsClassifier classifier = Support.Kernels.Classifier(kernel, model);
            using var outputs = new GuardedMemory(3 * labels * sizeof(int));
            for (int batch = 1; batch <= 3; batch++)
            {
                ReadOnlySpan<sbyte> inputs = Recorded.Values.AsSpan(0, batch * 300);
                int[] expected = [.. Enumerable.Range(0, batch).SelectMany(i => reference.Infer(Recorded.Values.AsSpan(i * 300, 300)))];
                foreach (Memory<int> logits in (Memory<int>[])[outputs.AtStart<int>(batch * labels), outputs.AtEnd<int>(batch * labels)])
                {
                    classifier.Infer(inputs, logits.Span);
                    Assert.True(logits.Span.SequenceEqual(expected), $"{kernel}, {labels} labels, {batch} fingerprints");
                }
            }
        }
    }

    [Fact]
    public unsafe void The_pages_around_cannot_be_accessed()
    {
        using var memory = new GuardedMemory(300);
        string path = Path.GetTempFileName();
        try
        {
            // The kernel of the operating system reads for us, and tells instead of ending the process.
            using Microsoft.Win32.SafeHandles.SafeFileHandle file = File.OpenHandle(path, access: FileAccess.Write);
            RandomAccess.Write(file, MemoryMarshal.AsBytes(memory.AtStart<sbyte>(300).Span), 0);
            RandomAccess.Write(file, MemoryMarshal.AsBytes(memory.AtEnd<sbyte>(300).Span), 0);
            (nint before, nint behind) = memory.Outside;
            Assert.Throws<IOException>(() => RandomAccess.Write(file, new ReadOnlySpan<byte>((void*)before, 1), 0));
            Assert.Throws<IOException>(() => RandomAccess.Write(file, new ReadOnlySpan<byte>((void*)behind, 1), 0));
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The number of integers that an entry writes for a fingerprint.</summary>
    private static int Outputs(string entry) => Entries[entry].Expected.Length / Recorded.Labels.Length;

    private static void ClassifyOneByOne(KwsClassifier classifier, Memory<sbyte> inputs, Memory<int> outputs)
    {
        for (int i = 0; i < outputs.Length; i++)
        {
            outputs.Span[i] = classifier.Classify(inputs.Span.Slice(i * 300, 300));
        }
    }

    private static void Check(KwsClassifier classifier, string entry, Memory<sbyte> inputs, Memory<int> outputs)
    {
        Recorded.Values.AsSpan(0, inputs.Length).CopyTo(inputs.Span);
        outputs.Span.Fill(Untouched);

        Entries[entry].Run(classifier, inputs, outputs);

        Assert.True(
            outputs.Span.SequenceEqual(Entries[entry].Expected.AsSpan(0, outputs.Length)),
            $"{classifier.KernelName}, {entry}, {inputs.Length / 300} fingerprints");
        Assert.True(inputs.Span.SequenceEqual(Recorded.Values.AsSpan(0, inputs.Length)), "the input was written");
    }
}
