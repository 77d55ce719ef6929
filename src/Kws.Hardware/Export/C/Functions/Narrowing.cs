using Kws.Model;

namespace Kws.Hardware.Export.C.Functions;

/// <summary>The end of every loop: a finished sum is divided, and stored.</summary>
internal static class Narrowing
{
    /// <summary>The lines that divide <c>sum</c> and store it.</summary>
    /// <param name="step">The step.</param>
    /// <param name="index">The place in <c>out</c>.</param>
    public static IEnumerable<string> Lines(CStep step, string index)
    {
        IEnumerable<string> lines = [.. step.Narrowing.SelectMany(Divide), .. Store(step, index)];
        return lines.Select(line => "    " + line);
    }

    /// <summary>The lines of one division.</summary>
    public static IEnumerable<string> Divide(RequantizationLayer layer)
    {
        if (layer.Half > 0)
        {
            yield return $"sum += {layer.Half};";
        }

        if (layer.Shift > 0)
        {
            yield return $"sum >>= {layer.Shift};";
        }

        if (layer.Relu)
        {
            yield return "if (sum < 0) sum = 0;";
        }
        else if (layer.SaturationBits is not null)
        {
            yield return $"if (sum < {layer.MinOutput}) sum = {layer.MinOutput};";
        }

        if (layer.SaturationBits is not null)
        {
            yield return $"if (sum > {layer.MaxOutput}) sum = {layer.MaxOutput};";
        }
    }

    private static IEnumerable<string> Store(CStep step, string index) => step.Pool is null
        ? [$"out[{index}] = ({step.Output})sum;"]
        : [$"if ({Positions.IsFirst(step.Layer.Output)} || sum > out[c])", $"  out[c] = ({step.Output})sum;"];
}
