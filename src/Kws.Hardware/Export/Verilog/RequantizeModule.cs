using System.Collections.Immutable;
using Kws.Hardware.Circuits;

namespace Kws.Hardware.Export.Verilog;

/// <summary>Writes <c>kws_requantize.v</c>: the rules of all steps, where a shift by a constant is but wires.</summary>
internal sealed class RequantizeModule
{
    private readonly Circuit _circuit;
    private readonly ImmutableArray<RequantizeRule> _rules;
    private readonly int _finishedBits;
    private readonly int _resultBits;
    private readonly int _ruleBits;

    /// <summary>The highest bit of what is shifted: one more than the sums, and than the halves that round them, holds both.</summary>
    private readonly int _top;

    public RequantizeModule(Circuit circuit, VerilogParameters parameters)
    {
        _circuit = circuit;
        _rules = RulesOf(circuit);
        _finishedBits = parameters["FINISHED_BITS"];
        _resultBits = parameters["RESULT_BITS"];
        _ruleBits = parameters["RULE_BITS"];
        _top = Math.Max(_finishedBits, _rules.Max(rule => rule.Half == 0 ? 0 : rule.Shift));
    }

    private long Lowest => -(1L << _top);

    private long Highest => (1L << _top) - 1;

    /// <summary>The different rules, in the order of their first step.</summary>
    public static ImmutableArray<RequantizeRule> RulesOf(Circuit circuit) => [.. circuit.Steps.Select(RequantizeRule.Of).Distinct()];

    public void Write(TextWriter writer)
    {
        // A comparison that no value fails would be a warning of the linter.
        bool hasLeast = _rules.Any(rule => rule.Least > Lowest);
        bool hasMost = _rules.Any(rule => rule.Most < Highest);
        string limited = (hasLeast ? "shifted < least ? least : " : "") + (hasMost ? "shifted > most ? most : " : "") + "shifted";
        writer.WriteLine(
            $$"""
            // From a finished sum or average to the value that is stored: a division by a power of two, then the limits of ReLU and
            // saturation. A division is a selection of bits, which rounds towards minus infinity by itself.

            module kws_requantize (
              input  wire signed [{{_finishedBits - 1}}:0] x,
              input  wire [{{_ruleBits - 1}}:0] rule,
              output wire signed [{{_resultBits - 1}}:0] y
            );
              // Room for the rounding.
              wire signed [{{_top}}:0] wide = { {{{_top + 1 - _finishedBits}}{x[{{_finishedBits - 1}}]} }, x};
              reg signed [{{_top}}:0] {{(hasLeast ? "least, " : "")}}{{(hasMost ? "most, " : "")}}shifted;

              always @*
                case (rule)
            """);
        foreach ((int index, RequantizeRule rule) in _rules.Index())
        {
            writer.WriteLine($"      // {NamesOf(rule)}");
            writer.WriteLine(index == _rules.Length - 1 ? "      default: begin" : $"      {_ruleBits}'d{index}: begin");
            writer.WriteLine($"        shifted = {Shifted(rule)};");
            if (hasLeast)
            {
                writer.WriteLine($"        least = {Constant(Math.Max(rule.Least ?? Lowest, Lowest))};");
            }

            if (hasMost)
            {
                writer.WriteLine($"        most = {Constant(Math.Min(rule.Most ?? Highest, Highest))};");
            }

            writer.WriteLine("      end");
        }

        writer.WriteLine(
            $$"""
                endcase

              wire signed [{{_top}}:0] limited = {{limited}};
              assign y = limited[{{_resultBits - 1}}:0];
              wire unused = &{1'b0, rule, limited};       // the other bits repeat the sign
            endmodule
            """);
    }

    /// <summary>The layers that have a rule.</summary>
    private string NamesOf(RequantizeRule rule) => string.Join(
        ", ", _circuit.Steps.Where(step => RequantizeRule.Of(step) == rule).Select(step => step.Narrowing?.Name ?? step.Name));

    /// <summary>The value after wrap, rounding and shift.</summary>
    private string Shifted(RequantizeRule rule)
    {
        string value = "wide";
        if (rule.WrapBits is { } kept && kept < _finishedBits)
        {
            value = $"$signed({{{{{_top + 1 - kept}{{x[{kept - 1}]}}}}, x[{kept - 1}:0]}})";
        }

        string rounded = rule.Half == 0 ? value : $"({value} + {Constant(rule.Half)})";
        return rule.Shift == 0 ? value : $"{rounded} >>> {rule.Shift}";
    }

    /// <summary>A signed constant; the lowest one cannot be written as a number with a sign.</summary>
    private string Constant(long value) =>
        value == Lowest ? $"{{1'b1, {{{_top}{{1'b0}}}}}}"
        : value < 0 ? $"-{_top + 1}'sd{-value}"
        : $"{_top + 1}'sd{value}";
}
