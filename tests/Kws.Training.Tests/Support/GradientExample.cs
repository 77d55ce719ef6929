using Kws.Model;
using Kws.Training.Layers;
using Kws.Training.Optimizer;

namespace Kws.Training.Tests.Support;

/// <summary>A network with random weights, and the loss of one fingerprint.</summary>
internal sealed class GradientExample
{
    /// <summary>The change of the loss by a step: small beside its curvature, and large beside the last bit of a double.</summary>
    private const double Change = 1e-6;

    private readonly TrainingLayer[] _layers;
    private readonly Workspace _workspace;
    private readonly sbyte[] _fingerprint;
    private readonly float[] _gradient;
    private readonly double _scale = 1;

    public GradientExample(Network network)
    {
        _layers = LayerList.Of(network, _ => 0, isRounded: false);
        Blocks = [.. LayerList.Blocks(_layers)];
        InitialWeights.Fill(network, Blocks.ToDictionary(block => block.Spec), 7);
        var random = new Random(5);
        _fingerprint = [.. Enumerable.Range(0, network.Input.Count).Select(_ => (sbyte)random.Next(-32, 32))];
        _gradient = new float[network.LabelCount];
        _workspace = new Workspace(network, _layers) { ParameterGradient = new float[Blocks.Sum(block => block.Length)] };
        _scale = 1 / Math.Sqrt(Logits().Average(logit => logit * logit));
    }

    public ParameterBlock[] Blocks { get; }

    /// <summary>The mean gradients of two runs, of which the second one begins with what the first one left.</summary>
    public IEnumerable<(ParameterBlock Block, double[] Slopes)> Gradients()
    {
        for (int run = 0; run < 2; run++)
        {
            Loss();
            _workspace.LoadGradient(_gradient);
            foreach (TrainingLayer layer in _layers.Reverse())
            {
                layer.Backward(_workspace);
            }
        }

        return [.. Blocks.Select(block =>
            (block, block.Gather([.. block.Of(_workspace.ParameterGradient).ToArray().Select(value => value / 2.0)])))];
    }

    /// <summary>All gradients are those of finite differences.</summary>
    public void AssertDifferences()
    {
        foreach ((ParameterBlock block, double[] slopes) in Gradients())
        {
            AssertDifferences(block, slopes);
        }
    }

    public void AssertDifferences(ParameterBlock block, double[] slopes)
    {
        double size = slopes.Max(Math.Abs);
        Assert.True(size > 0, $"{block.Spec.Name} has no gradient");
        for (int i = 0; i < slopes.Length; i++)
        {
            double step = Change / size;
            double slope = (LossAt(block, i, step) - LossAt(block, i, -step)) / (2 * step);
            Assert.True(
                Math.Abs(slope - slopes[i]) < 1e-4 * size, $"{block.Spec.Name} {i}: {slopes[i]}, by differences {slope} ({size})");
        }
    }

    private double LossAt(ParameterBlock block, int index, double change)
    {
        double[] values = block.Gather(block.Latent);
        values[index] += change;
        block.Scatter(values, block.Latent);
        double loss = Loss();
        values[index] -= change;
        block.Scatter(values, block.Latent);
        return loss;
    }

    private double Loss() => SoftmaxLoss.Of(Logits(), 1, _scale, _gradient).Loss;

    private double[] Logits()
    {
        foreach (ParameterBlock block in Blocks)
        {
            block.Round();
        }

        _workspace.Load(_fingerprint);
        foreach (TrainingLayer layer in _layers)
        {
            layer.Prepare();
            layer.Forward(_workspace);
        }

        return _workspace.Logits().ToArray();
    }
}
