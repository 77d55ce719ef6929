using System.Collections.Immutable;
using Kws.Hardware.Export.C.Functions;
using Kws.Model;

namespace Kws.Hardware.Export.C;

/// <summary><c>kws_network.c</c>: a function for each step, and the one that calls them.</summary>
internal static class CNetwork
{
    public static void Write(TextWriter writer, ImmutableArray<CStep> steps, CMemory memory, CStream stream)
    {
        writer.WriteLine("""
            /*
             * The network, layer by layer, with the integers of the reference. Values lie as time, frequency, channel, the last one varying
             * fastest. Types are those that hold every possible value and every sum on the way to it.
             */

            #include "kws.h"
            #include "weights.h"

            /* Divisions round towards minus infinity: a shift right must bring the sign in, which C leaves to the compiler. */
            typedef char shift_rounds_down[(-1 >> 1) == -1 ? 1 : -1];

            /* Indices and products are of type int. */
            typedef char int_has_32_bits[sizeof(int) >= 4 ? 1 : -1];
            """);
        WriteGates(writer, steps);
        foreach (CStep step in steps)
        {
            WriteFunction(writer, step, takesRows: step.Index == 0 && stream.KeepsRows);
        }

        WriteClassify(writer, steps, memory, stream);
        stream.WriteFunction(writer);
    }

    /// <summary>The part that all recurrent layers share, if there are any.</summary>
    private static void WriteGates(TextWriter writer, ImmutableArray<CStep> steps)
    {
        ValueRange[] inside = [.. steps.SelectMany(step => step.Ranges.Inside).Select(quantity => quantity.Range)];
        if (inside.Length == 0)
        {
            return;
        }

        writer.WriteLine();
        writer.WriteLine($"typedef {CType.OfSum(ValueRange.Union(inside))} gate_sum;");
        foreach ((string name, ImmutableArray<short> values) in new[]
            { ("constants", TanhTable.Constants), ("slopes", TanhTable.Slopes), ("curvatures", TanhTable.Curvatures) })
        {
            writer.WriteLine($"static const int16_t tanh_{name}[{values.Length}] = {{{string.Join(", ", values)}}};");
        }

        writer.WriteLine();
        writer.WriteLine("#include \"kws_gates.h\"");
    }

    private static void WriteFunction(TextWriter writer, CStep step, bool takesRows)
    {
        IEnumerable<string> gate = step.Layer is RecurrentLayer recurrent ? [.. RecurrentFunctions.Gate(step, recurrent), ""] : [];
        string scratch = takesRows
            ? ", int first, int end"
            : string.Concat(step.Scratch.Select(array => $", {array.Type} *{array.Name}"));
        IEnumerable<string> lines =
        [
            "", .. gate, step.Comment, $"static void {step.Name}(const {step.Input} *in, {step.Output} *out{scratch})", "{",
            .. Body(step, takesRows), "}",
        ];
        foreach (string line in lines)
        {
            writer.WriteLine(line);
        }
    }

    private static IEnumerable<string> Body(CStep step, bool takesRows) => step.Layer switch
    {
        AccumulatingLayer => SumFunction.Lines(step, takesRows),
        RequantizationLayer layer => CopyFunctions.Division(step, layer),
        LastFrameLayer layer => CopyFunctions.LastFrame(step, layer),
        MaxPoolLayer layer => PoolFunctions.Maximum(step, layer),
        AveragePoolLayer layer => PoolFunctions.Average(step, layer),
        LstmLayer layer => RecurrentFunctions.Lstm(step, layer),
        GruLayer layer => RecurrentFunctions.Gru(step, layer),
        _ => throw new ArgumentException($"{step.Layer.Name}: unknown kind of layer {step.Layer.GetType().Name}", nameof(step)),
    };

    /// <summary>
    /// The function for a whole fingerprint; where a stream keeps rows of the first step, what follows that is a function of its own.
    /// </summary>
    private static void WriteClassify(TextWriter writer, ImmutableArray<CStep> steps, CMemory memory, CStream stream)
    {
        const string Signature = "int kws_classify(union kws_memory *memory, const int8_t *fingerprint, int32_t *logits)";
        writer.WriteLine();
        if (!stream.KeepsRows)
        {
            WriteSteps(writer, Signature, "fingerprint", steps, memory);
            return;
        }

        CStep first = steps[0];
        WriteSteps(
            writer, $"static int finish(union kws_memory *memory, const {first.Output} *rows, int32_t *logits)", "rows", steps[1..],
            memory);
        writer.WriteLine($$"""

            {{Signature}}
            {
              {{first.Output}} *rows = memory->{{first.Name}}.values;
              {{first.Name}}(fingerprint, rows, 0, {{first.Layer.Output.Time}});
              return finish(memory, rows, logits);
            }
            """);
    }

    /// <summary>A function that calls steps one after the other and returns the label.</summary>
    private static void WriteSteps(
        TextWriter writer, string signature, string input, ImmutableArray<CStep> steps, CMemory memory)
    {
        writer.WriteLine(signature);
        writer.WriteLine("{");
        bool usesMemory = false;
        foreach (CStep step in steps)
        {
            ImmutableArray<(string Type, string Name, int Length)> arrays = memory.ArraysOf(step);
            string own = $"memory->{step.Name}.";
            string output = arrays.Any(array => array.Name == "values") ? $"{own}values" : "logits";
            string scratch = string.Concat(step.Scratch.Select(array => $", {own}{array.Name}"));
            writer.WriteLine($"  {step.Name}({input}, {output}{scratch});");
            usesMemory |= arrays.Length > 0;
            input = output;
        }

        if (!usesMemory)
        {
            writer.WriteLine("  (void)memory;");
        }

        if (input != "logits")
        {
            writer.WriteLine("  for (int i = 0; i < KWS_LABELS; i++)");
            writer.WriteLine($"    logits[i] = {input}[i];");
        }

        writer.WriteLine("""
              int label = 0;
              for (int i = 1; i < KWS_LABELS; i++)
                if (logits[i] > logits[label])
                  label = i;
              return label;
            }
            """);
    }
}
