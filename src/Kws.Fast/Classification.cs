namespace Kws.Fast;

/// <summary>The predicted label, its logit, and its margin over the runner-up.</summary>
/// <param name="Label">
/// The index of the largest logit, the lowest index on a tie: what <see cref="KwsClassifier.Classify(ReadOnlySpan{sbyte})"/> returns.
/// </param>
/// <param name="Logit">The largest logit.</param>
/// <param name="Margin">
/// The largest logit less the second largest, 0 or more; less <see cref="int.MinValue"/> where the model has a single label.
/// A threshold on it rejects what is no clear case.
/// </param>
public readonly record struct Classification(int Label, int Logit, long Margin) : ILogitsReading<Classification>
{
    /// <summary>
    /// The classification that the logits of one fingerprint, as <see cref="KwsClassifier.Infer"/> writes them, amount to.
    /// </summary>
    /// <param name="logits">One logit a label.</param>
    /// <exception cref="ArgumentException">There is no logit.</exception>
    public static Classification FromLogits(ReadOnlySpan<int> logits)
    {
        if (logits.IsEmpty)
        {
            throw new ArgumentException("no logits, expected one a label", nameof(logits));
        }

        // Without branches: which logit is the largest is not to be predicted.
        int label = 0;
        int largest = logits[0];
        int second = int.MinValue;
        for (int i = 1; i < logits.Length; i++)
        {
            int logit = logits[i];
            int isLarger = IsLess(largest, logit);
            label = Select(isLarger, i, label);
            int smaller = Select(isLarger, largest, logit);
            largest = Select(isLarger, logit, largest);
            second = Select(IsLess(second, smaller), smaller, second);
        }

        return new Classification(label, largest, (long)largest - second);

        static int IsLess(int left, int right) => (int)(((long)left - right) >> 63);

        static int Select(int mask, int yes, int no) => (yes & mask) | (no & ~mask);
    }
}
