namespace Kws.Training.Optimizer;

/// <summary>
/// A step of Adam (Kingma, Ba 2015) with decoupled weight decay (Loshchilov, Hutter 2019), and of the average of the values.
/// </summary>
/// <param name="step">The number of the step, from 1.</param>
/// <param name="learningRate">The learning rate.</param>
/// <param name="averageDecay">The part of the average that a step keeps.</param>
/// <param name="weightDecay">The part of a weight that a step of the learning rate 1 takes away.</param>
internal readonly struct Adam(long step, double learningRate, double averageDecay, double weightDecay)
{
    private const double FirstDecay = 0.9;
    private const double SecondDecay = 0.999;
    private const double Epsilon = 1e-8;

    private readonly double _rate = learningRate / (1 - Math.Pow(FirstDecay, step));
    private readonly double _correction = 1 / (1 - Math.Pow(SecondDecay, step));

    private readonly double _remainder = 1 - (learningRate * weightDecay);

    /// <summary>Starts of an average count less, or the first values would stay in it for long.</summary>
    private readonly double _kept = Math.Min(averageDecay, step / (step + 9.0));

    /// <summary>Moves the values of a block against their gradient, in units of the block.</summary>
    /// <param name="block">The values.</param>
    /// <param name="gradient">The gradient of the loss for each value.</param>
    public void Update(ParameterBlock block, ReadOnlySpan<float> gradient)
    {
        double[] latent = block.Latent;
        double remainder = block.IsWeights ? _remainder : 1;
        for (int i = 0; i < latent.Length; i++)
        {
            double change = Change(ref block.First[i], ref block.Second[i], gradient[i] * block.Unit);
            latent[i] = Math.Clamp((remainder * latent[i]) - (block.Unit * change), block.Least, block.Most);
            block.Average[i] += (1 - _kept) * (latent[i] - block.Average[i]);
        }
    }

    /// <summary>The change of one value, in its unit, from its gradient and moments.</summary>
    public double Change(ref double first, ref double second, double gradient)
    {
        first += (1 - FirstDecay) * (gradient - first);
        second += (1 - SecondDecay) * ((gradient * gradient) - second);
        return _rate * first / (Math.Sqrt(second * _correction) + Epsilon);
    }
}
