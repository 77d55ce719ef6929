using System.Collections.Immutable;
using Kws.Hardware.Circuits;
using Kws.Model;

namespace Kws.Hardware.Export.Verilog;

/// <summary>The way from a finished sum or average to a value.</summary>
/// <param name="WrapBits">The low bits that an average keeps, or null.</param>
/// <param name="Shift">log2 of the divisor.</param>
/// <param name="Half">The number added before the shift.</param>
/// <param name="Least">The smallest value, or null for no limit.</param>
/// <param name="Most">The largest value, or null for no limit.</param>
internal readonly record struct RequantizeRule(int? WrapBits, int Shift, long Half, int? Least, int? Most)
{
    /// <summary>The rule of a step.</summary>
    public static RequantizeRule Of(CircuitStep step)
    {
        int? wrapBits = (step.Layer as AveragePoolLayer)?.WrapBits;
        return step.Narrowing is not { } narrowing
            ? new(wrapBits, 0, 0, null, null)
            : new(
                wrapBits, narrowing.Shift, narrowing.Half, narrowing.MinOutput == int.MinValue ? null : narrowing.MinOutput,
                narrowing.SaturationBits is null ? null : narrowing.MaxOutput);
    }
}

/// <summary>Writes <c>kws_requantize.v</c>: the rules of all steps, where a shift by a constant is but wires.</summary>
internal static class RequantizeModule
{
    /// <summary>The different rules, in the order of their first step.</summary>
    public static ImmutableArray<RequantizeRule> RulesOf(Circuit circuit) =>
        [.. circuit.Steps.Select(RequantizeRule.Of).Distinct()];

    public static void Write(TextWriter writer, Circuit circuit, VerilogParameters parameters)
    {
        ImmutableArray<RequantizeRule> rules = RulesOf(circuit);
        int results = parameters["RESULT_BITS"];
        int finished = parameters["FINISHED_BITS"];

        // One bit more than the sums, and than the halves, holds their sum.
        int bits = Math.Max(finished, rules.Max(rule => rule.Half == 0 ? 0 : rule.Shift));
        (long lowest, long highest) = (-(1L << bits), (1L << bits) - 1);
        bool clampsLeast = rules.Any(rule => rule.Least > lowest);
        bool clampsMost = rules.Any(rule => rule.Most < highest);
        writer.WriteLine("// From a finished sum or average to the value that is stored: a division by a power of two, then the limits of ReLU and");
        writer.WriteLine("// saturation. A division is a selection of bits, which rounds towards minus infinity by itself.");
        writer.WriteLine();
        writer.WriteLine("module kws_requantize (");
        writer.WriteLine($"  input  wire signed [{finished - 1}:0] x,");
        writer.WriteLine($"  input  wire [{parameters["RULE_BITS"] - 1}:0] rule,");
        writer.WriteLine($"  output wire signed [{results - 1}:0] y");
        writer.WriteLine(");");
        writer.WriteLine($"  wire signed [{bits}:0] wide = {{{{{bits + 1 - finished}{{x[{finished - 1}]}}}}, x}};        // room for the rounding");
        writer.WriteLine($"  reg signed [{bits}:0] shifted;");
        WriteLimit("least", clampsLeast);
        WriteLimit("most", clampsMost);
        writer.WriteLine();
        writer.WriteLine("  always @*");
        writer.WriteLine("    case (rule)");
        foreach ((int index, RequantizeRule rule) in rules.Index())
        {
            string names = string.Join(", ", circuit.Steps.Where(step => RequantizeRule.Of(step) == rule)
                .Select(step => step.Narrowing?.Name ?? step.Name));
            writer.WriteLine($"      // {names}");
            writer.WriteLine(index == rules.Length - 1 ? "      default: begin" : $"      {parameters["RULE_BITS"]}'d{index}: begin");
            writer.WriteLine($"        shifted = {Shifted(rule)};");
            WriteAssignment("least", clampsLeast, Math.Max(rule.Least ?? lowest, lowest));
            WriteAssignment("most", clampsMost, Math.Min(rule.Most ?? highest, highest));
            writer.WriteLine("      end");
        }

        writer.WriteLine("    endcase");
        writer.WriteLine();
        string limited = (clampsLeast ? "shifted < least ? least : " : "") + (clampsMost ? "shifted > most ? most : " : "") + "shifted";
        writer.WriteLine($"  wire signed [{bits}:0] limited = {limited};");
        writer.WriteLine($"  assign y = limited[{results - 1}:0];");
        writer.WriteLine("  wire unused = &{1'b0, rule, limited};                      // the other bits repeat the sign");
        writer.WriteLine("endmodule");

        void WriteLimit(string name, bool isUsed)
        {
            if (isUsed)
            {
                writer.WriteLine($"  reg signed [{bits}:0] {name};");
            }
        }

        void WriteAssignment(string name, bool isUsed, long value)
        {
            if (isUsed)
            {
                writer.WriteLine($"        {name} = {Signed(value)};");
            }
        }

        // In Verilog the smallest number cannot be written as a negated one.
        string Signed(long value) =>
            value == lowest ? $"{{1'b1, {{{bits}{{1'b0}}}}}}" : value < 0 ? $"-{bits + 1}'sd{-value}" : $"{bits + 1}'sd{value}";

        string Shifted(RequantizeRule rule)
        {
            string value = rule.WrapBits is { } kept && kept < finished ? $"{{{{{bits + 1 - kept}{{x[{kept - 1}]}}}}, x[{kept - 1}:0]}}" : "wide";
            value = rule.WrapBits is null || rule.Shift == 0 ? value : $"$signed({value})";
            return rule.Shift == 0 ? value : rule.Half == 0 ? $"{value} >>> {rule.Shift}" : $"({value} + {Signed(rule.Half)}) >>> {rule.Shift}";
        }
    }
}
