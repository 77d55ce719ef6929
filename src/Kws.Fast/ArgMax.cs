namespace Kws.Fast;

/// <summary>Logits read as a label.</summary>
internal readonly struct ArgMax : ILogitsReading<int>
{
    /// <summary>The index of the largest logit, the lowest index on a tie.</summary>
    public static int FromLogits(ReadOnlySpan<int> logits)
    {
        int best = 0;
        int max = logits[0];
        for (int i = 1; i < logits.Length; i++)
        {
            if (logits[i] > max)
            {
                max = logits[i];
                best = i;
            }
        }

        return best;
    }
}
