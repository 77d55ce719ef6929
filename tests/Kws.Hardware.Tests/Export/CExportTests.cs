using System.Globalization;
using System.Runtime.InteropServices;
using Kws.Hardware.Export.C;
using Kws.Hardware.Tests.Export.Support;
using Kws.Hardware.Verification;
using Kws.Model;
using Kws.Reference;
using Kws.Testing;

namespace Kws.Hardware.Tests.Export;

/// <summary>
/// Models exported as C, compiled with every warning, give the integers of the reference: from fingerprints, and from sound where the front
/// end computes integers.
/// </summary>
public sealed class CExportTests : IDisposable
{
    private static readonly string[] Samples =
    [
        "cmsis-dnn", "cnn-s", "basic-lstm-s", "lstm-s", "gru-s", "crnn-s", "cmsis-ds-cnn",
    ];

    /// <summary>Of noise: from the last bit to full scale.</summary>
    private static readonly int[] Ranges = [2, 90, 4000, 65536];

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string> SampleNames => [.. Samples];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void All_recorded_fingerprints_have_their_logits()
    {
        sbyte[][] fingerprints = Recorded();
        CProgram program = CProgram.ForComputer(_directory.PathOf("c"), WithIntegers(KwsModel.Default));
        Assert.Equal(LogitsOf(KwsModel.Default, fingerprints), program.Classify(fingerprints));
    }

    [Fact(Explicit = true)]
    public void They_have_on_a_microcontroller()
    {
        sbyte[][] fingerprints = Recorded();
        CProgram program = OnCortexM3(KwsModel.Default);
        Assert.Equal(LogitsOf(KwsModel.Default, fingerprints), program.Classify(fingerprints));
    }

    [Theory, MemberData(nameof(SampleNames))]
    public void Every_kind_of_published_network_agrees(string name)
    {
        KwsModel model = KwsModel.Load(Path.Combine(AppContext.BaseDirectory, "models", $"{name}.safetensors"));
        sbyte[][] fingerprints = Random(model, 3);
        CProgram program = CProgram.ForComputer(_directory.PathOf("c"), WithIntegers(model));
        Assert.Equal(LogitsOf(model, fingerprints), program.Classify(fingerprints));
        Assert.True(FollowsFrames(model, program));
    }

    /// <summary>Also values that exceed 32 bits on the way: there the reference throws, and the fingerprint is left out.</summary>
    [Fact(Explicit = true)]
    public void Random_networks_agree()
    {
        (int compared, int streams) = (0, 0);
        for (int seed = 0; seed < 60; seed++)
        {
            var networks = new RandomNetworks(seed, seed % 3 == 0 ? 40 : 5, isWide: seed % 4 == 0);
            KwsModel model = networks.Model();
            var reference = new ReferenceClassifier(model);
            sbyte[][] fingerprints =
                [.. Enumerable.Range(0, 40).Select(_ => networks.Fingerprint(model.Network)).Where(values => HasLogits(reference, values))];
            string folder = _directory.PathOf(seed.ToString(CultureInfo.InvariantCulture));
            CProgram program = CProgram.ForComputer(folder, model);
            Assert.Equal(LogitsOf(model, fingerprints), program.Classify(fingerprints));
            compared += fingerprints.Length;
            streams += FollowsFrames(model, program) ? 1 : 0;
        }

        Assert.InRange(compared, 2000, 2400);
        Assert.InRange(streams, 40, 60);
    }

    public static TheoryData<Layer> RecurrentLayers =>
    [
        new LstmLayer("lstm", new TensorShape(5, 1, 8), 6, "weights", 6, 11),
        new GruLayer("0 gru */", new TensorShape(5, 1, 6), 6, "0 weights", 6),
    ];

    /// <summary>Its outputs are the logits then; names need not be identifiers.</summary>
    [Theory, MemberData(nameof(RecurrentLayers))]
    public void A_recurrent_layer_may_be_the_last(Layer layer)
    {
        KwsModel model = Models.Make(new Network(layer.Input, [layer], 8), (_, i) => (i * 37 % 201) - 100);
        sbyte[][] fingerprints = Random(model, 20);
        Assert.Equal(LogitsOf(model, fingerprints), CProgram.ForComputer(_directory.PathOf("c"), model).Classify(fingerprints));
    }

    [Theory]
    [InlineData(16)]
    [InlineData(11)]
    public void Sound_has_its_fingerprints_and_logits(int transformBits)
    {
        KwsModel model = WithIntegers(KwsModel.Default, transformBits);
        short[][] clips = Clips(model.FrontEnd);
        AssertHeard(model, clips, CProgram.ForComputer(_directory.PathOf("c"), model));
    }

    /// <summary>
    /// The values that a frame leaves in memory: magnitudes and logarithms, whose last bits are hidden in coefficients of 6 bits.
    /// </summary>
    [Theory]
    [InlineData(16)]
    [InlineData(9)]
    public void Magnitudes_and_logarithms_agree(int transformBits)
    {
        KwsModel model = WithIntegers(KwsModel.Default, transformBits);
        string folder = _directory.PathOf("c");
        CProgram.ForComputer(folder, model);
        File.WriteAllText(Path.Combine(folder, "main.c"), """
            #include <stdio.h>
            #include "kws.h"
            int main(void) {
              static union kws_memory memory;
              static int16_t window[KWS_WINDOW];
              int8_t frame[KWS_FRAME];
              while (fread(window, sizeof window, 1, stdin) == 1) {
                kws_frame(&memory, window, frame);
                fwrite(memory.sound.re, sizeof memory.sound.re, 1, stdout);
                fwrite(memory.sound.logarithms, sizeof memory.sound.logarithms, 1, stdout);
              }
              return 0;
            }
            """);
        short[][] windows = [.. Clips(model.FrontEnd).SelectMany(clip => clip.Chunk(model.FrontEnd.WindowLength).Take(15))];
        short[] samples = [.. windows.SelectMany(window => window)];
        File.WriteAllBytes(Path.Combine(folder, "windows.raw"), MemoryMarshal.AsBytes<short>(samples).ToArray());
        Tool.Run(folder, "sh", "-c", "gcc -std=c99 -O2 *.c -o steps && ./steps < windows.raw > steps.raw");

        var reference = new ReferenceFrontEnd(model.FrontEnd);
        short[] expected = [.. windows.Select(window => reference.Trace(window))
            .SelectMany(trace => trace.Magnitudes.Concat(trace.Logarithms)).Select(value => (short)value)];
        Assert.Equal(expected, MemoryMarshal.Cast<byte, short>(File.ReadAllBytes(Path.Combine(folder, "steps.raw"))).ToArray());
    }

    [Theory(Explicit = true)]
    [InlineData("cortex-m3", "mps2-an385")]
    [InlineData("cortex-m7", "mps2-an500")]
    public void Sound_has_them_on_a_microcontroller(string processor, string board)
    {
        KwsModel model = WithIntegers(KwsModel.Live);
        short[][] clips = Clips(model.FrontEnd);
        AssertHeard(model, clips, CProgram.ForMicrocontroller(_directory.PathOf("c"), model, processor, board));
    }

    [Fact]
    public void Memory_and_stream_have_the_sizes_that_are_told()
    {
        // Five values, and three rows of a byte.
        var rows = new ConvolutionLayer("rows", new TensorShape(5, 1, 1), 1, new Window(3, 1, 1, 1, Padding.Valid), "rows/weights");
        var bytes = new RequantizationLayer("bytes", rows.Output, 8);
        var network = new Network(rows.Input, [rows, bytes, new FullyConnectedLayer("fc", bytes.Output, 2, "weights")]);
        AssertSizes(WithIntegers(KwsModel.Default));
        AssertSizes(Models.Make(network, (_, _) => 1));
    }

    private void AssertSizes(KwsModel model)
    {
        string folder = _directory.PathOf($"{model.Network.LabelCount} labels");
        CProgram.ForComputer(folder, model);
        File.WriteAllText(
            Path.Combine(folder, "main.c"),
            "#include <stdio.h>\n#include \"kws.h\"\n"
            + "int main(void) { printf(\"%zu %zu\", sizeof(union kws_memory), sizeof(struct kws_stream)); return 0; }\n");
        Tool.Run(folder, "gcc", "main.c", "-o", "size");
        Assert.Equal($"{CExport.MemoryBytes(model)} {CExport.StreamBytes(model)}", Tool.Run(folder, Path.Combine(folder, "size")));
    }

    [Fact]
    public void A_front_end_in_single_precision_is_left_out()
    {
        string folder = _directory.PathOf("c");
        CProgram.ForComputer(folder, KwsModel.Default);
        Assert.False(File.Exists(Path.Combine(folder, "kws_front_end.c")));
    }

    private static void AssertHeard(KwsModel model, short[][] clips, CProgram program)
    {
        var frontEnd = new ReferenceFrontEnd(model.FrontEnd);
        sbyte[][] fingerprints = [.. clips.Select(clip => frontEnd.Extract(clip))];
        (sbyte[] Fingerprint, int[] Logits)[] heard = program.Hear(clips);
        Assert.Equal(fingerprints, heard.Select(one => one.Fingerprint));
        Assert.Equal(LogitsOf(model, fingerprints), heard.Select(one => one.Logits));
    }

    /// <summary>
    /// Frame by frame, the logits are those of the last frames as one fingerprint; false if one of these exceeds 32 bits.
    /// </summary>
    private static bool FollowsFrames(KwsModel model, CProgram program)
    {
        TensorShape input = model.Network.Input;
        int length = input.Frequency * input.Channels;
        sbyte[] sound = [.. Random(model, 2).SelectMany(fingerprint => fingerprint)];
        sbyte[][] fingerprints =
            [.. Enumerable.Range(0, input.Time + 1).Select(frame => sound.AsSpan(frame * length, input.Count).ToArray())];
        if (!fingerprints.All(fingerprint => HasLogits(new ReferenceClassifier(model), fingerprint)))
        {
            return false;
        }

        Assert.Equal(LogitsOf(model, fingerprints), program.Follow(sound.Chunk(length)));
        return true;
    }

    private CProgram OnCortexM3(KwsModel model) =>
        CProgram.ForMicrocontroller(_directory.PathOf("m3"), WithIntegers(model), "cortex-m3", "mps2-an385");

    private static KwsModel WithIntegers(KwsModel model, int transformBits = 16) => new(
        model.Network, model.Tensors, model.Labels,
        model.FrontEnd.With(FrontEndArithmetic.Integers) with { TransformBits = transformBits });

    private static bool HasLogits(ReferenceClassifier reference, sbyte[] fingerprint)
    {
        try
        {
            reference.Infer(fingerprint);
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    private static int[][] LogitsOf(KwsModel model, IEnumerable<sbyte[]> fingerprints)
    {
        var reference = new ReferenceClassifier(model);
        return [.. fingerprints.Select(fingerprint => reference.Infer(fingerprint))];
    }

    private static sbyte[][] Recorded() =>
        [.. from fingerprint in FingerprintFile.Read(Path.Combine(AppContext.BaseDirectory, "data", "recorded.txt"), DsCnn.Default)
            select fingerprint.Values.ToArray()];

    private static sbyte[][] Random(KwsModel model, int count)
    {
        var random = new Random(1);
        Network network = model.Network;
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, network.Input.Count)
            .Select(_ => (sbyte)random.Next(network.MinInput, network.MaxInput + 1)).ToArray())];
    }

    /// <summary>Silence, the loudest square wave, an impulse, a constant, and noise of several strengths.</summary>
    private static short[][] Clips(FrontEnd frontEnd)
    {
        var random = new Random(1);
        short[] Clip(Func<int, int> sample) => [.. Enumerable.Range(0, frontEnd.ClipLength).Select(i => (short)sample(i))];
        return
        [
            Clip(_ => 0),
            Clip(i => i / 40 % 2 == 0 ? short.MaxValue : short.MinValue),
            Clip(i => i == 5000 ? short.MinValue : 0),
            Clip(_ => short.MinValue),
            .. from range in Ranges select Clip(_ => random.Next(range) - (range / 2)),
        ];
    }
}
