namespace Kws.Training.Optimizer;

/// <summary>
/// Softmax cross entropy of scaled logits. The logits of a network of integers are thousands, where softmax would be 0 or 1 and its
/// gradient vanish; the scale makes them natural logarithms.
/// </summary>
internal static class SoftmaxLoss
{
    /// <summary>The loss of one example, and its gradients.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="label">The true label.</param>
    /// <param name="scale">The scale.</param>
    /// <param name="gradient">Receives the gradient for the logits.</param>
    /// <returns>The loss, and its gradient for the logarithm of the scale.</returns>
    public static (double Loss, double ScaleGradient) Of(ReadOnlySpan<double> logits, int label, double scale, Span<float> gradient)
    {
        double most = logits[0];
        foreach (double logit in logits)
        {
            most = Math.Max(most, logit);
        }

        double sum = 0;
        foreach (double logit in logits)
        {
            sum += Math.Exp(scale * (logit - most));
        }

        double scaleGradient = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            double error = (Math.Exp(scale * (logits[i] - most)) / sum) - (i == label ? 1 : 0);
            gradient[i] = (float)(scale * error);
            scaleGradient += scale * error * (logits[i] - most);
        }

        return (Math.Log(sum) - (scale * (logits[label] - most)), scaleGradient);
    }
}
