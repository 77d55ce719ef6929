using System.Globalization;
using Kws.Cli.Output;
using Kws.Hardware.Replay;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary>Prints what differs, case after case, and at the end how much was compared.</summary>
internal sealed class ReplayReport(CliContext context, Network network)
{
    private const int MostOthers = 2;

    private readonly Screen _screen = new(context);
    private readonly Dictionary<string, Tally> _tallies = [];
    private readonly Dictionary<(string Layer, string Order), (int Cases, int Equal)> _orders = [];
    private int _cases;
    private int _differing;

    /// <summary>Prints what differs in a case: the first layer, and every layer that is wrong by itself.</summary>
    /// <exception cref="CliException">There is nothing to compare it with.</exception>
    public void Add(string name, IReadOnlyList<LayerReplay> layers)
    {
        if (!layers.Any(layer => layer.IsCompared))
        {
            throw CliException.BadInput(
                $"{name}: nothing can be compared, expected {InferenceTrace.InputName} and a layer, or a layer and the one before it");
        }

        _cases++;
        foreach (LayerReplay layer in layers)
        {
            CountLayer(layer);
        }

        LayerReplay? first = layers.FirstOrDefault(layer => layer.FromFingerprint?.Count > 0);
        LayerReplay[] wrong = [.. layers.Where(layer => layer.FromInput?.Count > 0)];
        string[] diagnoses = [.. layers.Select(Diagnosis).OfType<string>()];
        if (first is not null)
        {
            _screen.WriteLine($"{name}: {first.Layer} is the first layer that differs, at {Describe(first.FromFingerprint!, first.Count)}");
        }

        foreach (LayerReplay layer in wrong)
        {
            _screen.WriteLine($"{name}: {layer.Layer} is wrong given its recorded input, at {Describe(layer.FromInput!, layer.Count)}");
        }

        foreach (string diagnosis in diagnoses)
        {
            _screen.WriteLine($"{name}: {diagnosis}");
        }

        _differing += first is not null || wrong.Length > 0 ? 1 : 0;
    }

    /// <summary>Prints the summary.</summary>
    /// <exception cref="CliException">A case differs.</exception>
    public void Finish()
    {
        _screen.Write(new TableText(
            ["layer"],
            [" cases", new("from the fingerprint", " compared", " different"), new("from its recorded input", " compared", " wrong")],
            [.. from layer in network.Layers
                where _tallies.ContainsKey(layer.Name)
                let tally = _tallies[layer.Name]
                select (Cell[])[
                    layer.Name, Number(tally.Cases),
                    Number(tally.FromFingerprint), Cell.BadIfPositive(Number(tally.Different), tally.Different),
                    Number(tally.FromInput), Cell.BadIfPositive(Number(tally.Wrong), tally.Wrong)]]));
        _screen.WriteLine(
            $"{NumberText.Count(_cases, "case")} and {NumberText.Count(_tallies.Values.Sum(tally => tally.Values), "value")} compared, "
            + $"{NumberText.Count(_cases - _differing, "case")} identical to the reference");
        foreach (((string layer, string order), (int cases, int equal)) in _orders)
        {
            string ofThem = equal is 0 || equal == cases ? "" : $", {Number(equal)} equal";
            _screen.WriteLine(
                $"{layer}: {(equal == cases ? "equal, " : "")}in the order {order} ({NumberText.Count(cases, "case")}{ofThem})");
        }

        if (_differing > 0)
        {
            throw CliException.CheckFailed($"{_differing} of {_cases} cases differ from the reference");
        }
    }

    private void CountLayer(LayerReplay layer)
    {
        if (!_tallies.TryGetValue(layer.Layer, out Tally? tally))
        {
            _tallies.Add(layer.Layer, tally = new Tally());
        }

        tally.Cases++;
        tally.Values += layer.IsCompared ? layer.Count : 0;
        tally.FromFingerprint += layer.FromFingerprint is null ? 0 : 1;
        tally.Different += layer.FromFingerprint?.Count > 0 ? 1 : 0;
        tally.FromInput += layer.FromInput is null ? 0 : 1;
        tally.Wrong += layer.FromInput?.Count > 0 ? 1 : 0;
        if (layer.Order is { } order)
        {
            (int cases, int equal) = _orders.GetValueOrDefault((layer.Layer, order));
            _orders[(layer.Layer, order)] = (cases + 1, equal + (layer.IsEqual ? 1 : 0));
        }
    }

    /// <summary>The faults that explain the differences, or the nearest one; null if there is none.</summary>
    private static string? Diagnosis(LayerReplay layer)
    {
        int differing = (layer.FromInput ?? layer.FromFingerprint)?.Count ?? 0;
        string begin = $"{layer.Layer}: {Number(differing)} of {Number(layer.Count)} values differ";
        return layer.Diagnosis switch
        {
            { Explanations: [var first, .. var others] } =>
                $"{begin}; all of them are explained by {first}{string.Concat(others.Take(MostOthers).Select(other => $", or by {other}"))}"
                    + (others.Length > MostOthers ? $", or by {NumberText.Count(others.Length - MostOthers, "other fault")}" : ""),
            { Nearest: { } nearest, Left: var left } =>
                $"{begin}; no known fault explains all of them, but {nearest} all values except {Number(left)}",
            _ => null,
        };
    }

    private static string Describe(LayerDifference difference, int count) =>
        $"{difference.Position}: expected {difference.Expected?.ToString(CultureInfo.InvariantCulture) ?? "a layer beyond 32 bits"}, "
        + $"found {difference.Found.ToString(CultureInfo.InvariantCulture)} ({difference.Count} of {count} values differ)";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private sealed class Tally
    {
        public long Cases { get; set; }

        public long Values { get; set; }

        public long FromFingerprint { get; set; }

        public long Different { get; set; }

        public long FromInput { get; set; }

        public long Wrong { get; set; }
    }
}
