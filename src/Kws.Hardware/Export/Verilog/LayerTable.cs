using System.Globalization;
using Kws.Hardware.Circuits;
using Kws.Model;

namespace Kws.Hardware.Export.Verilog;

/// <summary>Writes <c>kws_layers.v</c>: the numbers of every step, which the control and the counters run.</summary>
internal static class LayerTable
{
    /// <summary>The outputs that are numbers, each with the parameter that is its width.</summary>
    private static readonly (string Width, string[] Names)[] Numbers =
    [
        ("RULE_BITS", ["rule"]),
        ("WAIT_BITS", ["divide_cycles"]),
        ("COUNT_BITS",
            ["output_time_last", "output_frequency_last", "group_last", "kernel_time_last", "kernel_frequency_last", "channel_last"]),
        ("LANE_BITS", ["lane_last"]),
        ("PLACE_BITS", ["times", "frequencies", "first_time", "first_frequency", "stride_time", "stride_frequency"]),
        ("ADDRESS_BITS", ["first_address", "tap_words", "line_words", "group_words", "window_words", "row_words"]),
        ("WEIGHT_ADDRESS_BITS", ["first_weight"]),
        ("BIAS_ADDRESS_BITS", ["first_bias"]),
    ];

    private static readonly string[] Flags =
        ["multiply", "maximum", "average", "report", "shared", "biased", "floor", "from_a", "from_b", "to_a", "to_b", "last_step"];

    public static void Write(TextWriter writer, Circuit circuit, VerilogParameters parameters)
    {
        writer.WriteLine(
            """
            // The numbers of every step; those that it does not name are 0. A number that ends in _last is the last turn of a loop,
            // counted from 0. Times and frequencies are those of the input, of which the first window begins at first_time and
            // first_frequency, before 0 with padding. Addresses count words:
            //
            //   first_address   where the first window begins, before 0 with padding
            //   tap_words       from a tap to the next one of a line of the kernel, after its last channel
            //   line_words      from a line of the kernel to the next one
            //   group_words     from a group of channels to the next one
            //   window_words    from a window to the next one at the same time
            //   row_words       from there to the windows of the next time
            """);
        writer.WriteLine();
        writer.WriteLine("module kws_layers (");
        writer.WriteLine($"  input  wire [{parameters["STEP_BITS"] - 1}:0] step,");
        foreach (string flag in Flags)
        {
            writer.WriteLine($"  output reg  {flag},");
        }

        IEnumerable<string> ports = Numbers.SelectMany(
            group => group.Names.Select(name => $"  output reg  [{parameters[group.Width] - 1}:0] {name}"));
        writer.WriteLine(string.Join(",\n", ports));
        writer.WriteLine(");");
        writer.WriteLine("  always @* begin");
        foreach (string name in Flags.Concat(Numbers.SelectMany(group => group.Names)))
        {
            writer.WriteLine($"    {name} = 0;");
        }

        writer.WriteLine("    case (step)");
        int firstWeight = 0;
        int firstBias = 0;
        foreach ((int index, CircuitStep step) in circuit.Steps.Index())
        {
            bool isLast = index == circuit.Steps.Length - 1;
            writer.WriteLine();
            writer.WriteLine($"      // {Describe(step)}");
            writer.WriteLine(isLast ? "      default: begin" : $"      {parameters["STEP_BITS"]}'d{index}: begin");
            foreach (string flag in FlagsOf(step))
            {
                writer.WriteLine($"        {flag} = 1;");
            }

            var numbers = NumbersOf(step).Append(("rule", RequantizeModule.RulesOf(circuit).IndexOf(RequantizeRule.Of(step))))
                .Append(("first_weight", step.WeightWords > 0 ? firstWeight : 0)).Append(("first_bias", step.BiasWords > 0 ? firstBias : 0))
                .ToDictionary();
            foreach ((string width, string[] names) in Numbers)
            {
                uint mask = uint.MaxValue >> (32 - parameters[width]);
                foreach (string[] line in names.Where(name => numbers[name] != 0).Chunk(3))
                {
                    writer.WriteLine("        " + string.Join(" ", line.Select(name =>
                        string.Create(CultureInfo.InvariantCulture, $"{name} = {parameters[width]}'d{(uint)numbers[name] & mask};"))));
                }
            }

            writer.WriteLine("      end");
            firstWeight += step.WeightWords;
            firstBias += step.BiasWords;
        }

        writer.WriteLine("    endcase");
        writer.WriteLine("  end");
        writer.WriteLine("endmodule");
    }

    /// <summary>A line about a step, for comments.</summary>
    private static string Describe(CircuitStep step) => string.Create(
        CultureInfo.InvariantCulture,
        $"{step.Name}{(step.Narrowing is { } narrowing && narrowing != step.Layer ? $" and {narrowing.Name}" : "")}: "
        + $"{step.Source.Shape}{(step.Target is { } target ? $" to {target.Shape}" : "")}, "
        + $"{step.Loops.Taps} + {step.WaitCycles} cycles");

    private static IEnumerable<string> FlagsOf(CircuitStep step)
    {
        yield return step.Kind switch
        {
            StepKind.Multiply => "multiply",
            StepKind.Maximum => "maximum",
            StepKind.Average => "average",
            _ => "report",
        };
        (string Name, bool IsSet)[] others =
        [
            ("shared", step.IsShared), ("biased", step.BiasWords > 0),
            ("floor", step.Layer is AveragePoolLayer { Rounding: AverageRounding.Floor }),
            ("from_a", step.Source.Storage == Storage.A), ("from_b", step.Source.Storage == Storage.B),
            ("to_a", step.Target?.Storage == Storage.A), ("to_b", step.Target?.Storage == Storage.B),
            ("last_step", step.Kind == StepKind.Report),
        ];
        foreach ((string name, bool isSet) in others)
        {
            if (isSet)
            {
                yield return name;
            }
        }
    }

    private static IEnumerable<(string Name, int Value)> NumbersOf(CircuitStep step)
    {
        StepLoops loops = step.Loops;
        StoredTensor source = step.Source;
        return
        [
            ("divide_cycles", step.DivideCycles),
            ("output_time_last", loops.OutputTime - 1),
            ("output_frequency_last", loops.OutputFrequency - 1),
            ("group_last", loops.Groups - 1),
            ("kernel_time_last", loops.KernelTime - 1),
            ("kernel_frequency_last", loops.KernelFrequency - 1),
            ("channel_last", loops.Channels - 1),
            ("lane_last", source.Lanes - 1),
            ("times", source.Shape.Time),
            ("frequencies", source.Shape.Frequency),
            ("first_time", step.FirstTime),
            ("first_frequency", step.FirstFrequency),
            ("stride_time", step.Window.StrideTime),
            ("stride_frequency", step.Window.StrideFrequency),
            ("first_address", (step.FirstTime * source.LineWords) + (step.FirstFrequency * source.PlaceWords)),
            ("tap_words", step.IsShared ? 1 : source.PlaceWords),
            ("line_words", source.LineWords),
            ("group_words", step.IsShared ? 0 : 1),
            ("window_words", step.Window.StrideFrequency * source.PlaceWords),
            ("row_words", step.Window.StrideTime * source.LineWords),
        ];
    }
}
