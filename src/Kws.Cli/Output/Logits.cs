namespace Kws.Cli.Output;

/// <summary>The label, score and margin of one fingerprint's logits.</summary>
internal static class Logits
{
    /// <summary>The index of the label: that of the greatest logit, the lowest index on a tie.</summary>
    public static int Label(ReadOnlySpan<int> logits)
    {
        int label = 0;
        for (int i = 1; i < logits.Length; i++)
        {
            if (logits[i] > logits[label])
            {
                label = i;
            }
        }

        return label;
    }
}
