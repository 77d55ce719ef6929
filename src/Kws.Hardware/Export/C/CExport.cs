using System.Collections.Immutable;
using System.Text;
using Kws.Hardware.Export.Formats;
using Kws.Model;

namespace Kws.Hardware.Export.C;

/// <summary>
/// A model as C99 for microcontrollers: integers from the samples to the label, without a library and without allocation. Sums and values
/// have the types that hold every possible one.
/// </summary>
public static class CExport
{
    private const string HeaderName = "kws.h";

    /// <summary>Writes a directory of C sources: whole, or not at all.</summary>
    /// <param name="directory">Where to; it may exist if it is empty.</param>
    /// <param name="model">
    /// The model. Its front end is written if it computes integers and makes the network's fingerprints; else the network alone.
    /// </param>
    /// <exception cref="ArgumentException">The name of the directory is empty.</exception>
    /// <exception cref="IOException">The directory is not empty, is a file, or cannot be written; the message does not name it.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    public static void Write(string directory, KwsModel model)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(model);
        FrontEnd? frontEnd = FrontEndOf(model);
        ImmutableArray<CStep> steps = CPlan.Of(model);
        var memory = new CMemory(steps);
        var stream = new CStream(model.Network, steps);
        AtomicDirectory.Write(directory, HeaderName, folder =>
        {
            Write(folder, HeaderName, writer => CInterface.Write(writer, model, frontEnd, steps, memory, stream));
            Write(folder, "weights.h", writer => CHeader.Write(writer, Weights(model, steps)));
            Write(folder, "kws_labels.c", writer => WriteLabels(writer, model));
            Write(folder, "kws_network.c", writer => CNetwork.Write(writer, steps, memory, stream));
            if (steps.Any(step => step.Layer is RecurrentLayer))
            {
                Copy(folder, "kws_gates.h");
            }

            if (frontEnd is not null)
            {
                Write(folder, "kws_tables.h", writer => CFrontEndTables.Write(writer, frontEnd));
                Copy(folder, "kws_front_end.c");
            }

            Copy(folder, "main.c");
        });
    }

    /// <summary>The front end that the C sources have; null if they have none.</summary>
    /// <param name="model">The model.</param>
    public static FrontEnd? FrontEndOf(KwsModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.FrontEnd is { Arithmetic: FrontEndArithmetic.Integers } frontEnd && frontEnd.Equals(frontEnd.For(model.Network))
            && model.Network.Input.Channels == 1 ? frontEnd : null;
    }

    /// <summary>The bytes of working memory that the C sources need, <c>sizeof(union kws_memory)</c>.</summary>
    /// <param name="model">The model.</param>
    public static int MemoryBytes(KwsModel model)
    {
        FrontEnd? frontEnd = FrontEndOf(model);
        return CInterface.Bytes(frontEnd, new CMemory(CPlan.Of(model)));
    }

    /// <summary>The bytes that <c>kws_next</c> keeps from frame to frame, <c>sizeof(struct kws_stream)</c>.</summary>
    /// <param name="model">The model.</param>
    public static int StreamBytes(KwsModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new CStream(model.Network, CPlan.Of(model)).Bytes;
    }

    private static VectorGroup Weights(KwsModel model, ImmutableArray<CStep> steps) => new(
        VectorGroup.WeightsName,
        [.. from step in steps from one in step.Tensors select VectorGroup.Weight(model, one.Tensor, one.Name)]);

    private static void WriteLabels(TextWriter writer, KwsModel model)
    {
        writer.WriteLine("#include \"kws.h\"");
        writer.WriteLine();
        writer.WriteLine("const char *const kws_labels[KWS_LABELS] = {");
        foreach (string label in model.Labels)
        {
            writer.WriteLine($"  \"{CNames.Quoted(label)}\",");
        }

        writer.WriteLine("};");
    }

    private static void Write(string folder, string name, Action<TextWriter> write)
    {
        using var writer = new StreamWriter(Path.Combine(folder, name), append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        write(writer);
    }

    /// <summary>Writes a source that is the same for every model.</summary>
    private static void Copy(string folder, string name)
    {
        using Stream from = typeof(CExport).Assembly.GetManifestResourceStream($"C.{name}")!;
        using FileStream to = File.Create(Path.Combine(folder, name));
        from.CopyTo(to);
    }
}
