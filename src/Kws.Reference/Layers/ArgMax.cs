namespace Kws.Reference.Layers;

/// <summary>The label: the index of the largest logit, the lowest index on a tie (as <c>tf.argmax</c>).</summary>
internal static class ArgMax
{
    public static int Of(ReadOnlySpan<int> logits)
    {
        int best = 0;
        for (int i = 1; i < logits.Length; i++)
        {
            if (logits[i] > logits[best])
            {
                best = i;
            }
        }

        return best;
    }
}
