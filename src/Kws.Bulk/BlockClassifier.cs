using Kws.Fast;

namespace Kws.Bulk;

/// <summary>Loads a block and computes its logits.</summary>
internal sealed class BlockClassifier(KwsClassifier classifier)
{
    private readonly int _labels = classifier.Model.Network.LabelCount;

    /// <summary>Loads a block and takes out what is out of range, for programs that read fingerprints and do not classify them.</summary>
    public static void Check(FingerprintBlock block)
    {
        FingerprintSource source = block.Source!;
        source.Load(block);
        (sbyte min, sbyte max) = ((sbyte)source.MinValue, (sbyte)source.MaxValue);
        if (!block.Values.AsSpan(0, block.Count * source.Shape.Count).ContainsAnyExceptInRange(min, max))
        {
            return;
        }

        var found = new List<(int Index, BadFingerprint Bad)>();
        for (int i = 0; i < block.Count; i++)
        {
            ReadOnlySpan<sbyte> values = block.Fingerprint(i);
            int bad = values.IndexOfAnyExceptInRange(min, max);
            if (bad >= 0)
            {
                string problem = $"value {bad} is {values[bad]}, expected {min} to {max}";
                found.Add((i, source.Examine(block, i) ?? block.Describe(i, problem)));
            }
        }

        block.Remove(found, labels: 0);
    }

    public void Classify(FingerprintBlock block)
    {
        block.Source!.Load(block);
        try
        {
            Infer(block, 0, block.Count);
        }
        catch (Exception e) when (e is FingerprintRangeException or OverflowException)
        {
            // Rare, so the ordinary way checks nothing that the classifier checks anyway.
            ClassifyOneByOne(block);
        }
    }

    private void ClassifyOneByOne(FingerprintBlock block)
    {
        var found = new List<(int Index, BadFingerprint Bad)>();
        for (int i = 0; i < block.Count; i++)
        {
            if (Problem(block, i) is { } bad)
            {
                found.Add((i, bad));
            }
        }

        block.Remove(found, _labels);
    }

    private BadFingerprint? Problem(FingerprintBlock block, int index)
    {
        if (block.Source!.Examine(block, index) is { } bad)
        {
            return bad;
        }

        try
        {
            Infer(block, index, 1);
            return null;
        }
        catch (OverflowException e)
        {
            // Possible with several network blocks or enormous biases only.
            return block.Describe(index, e.Message);
        }
    }

    private void Infer(FingerprintBlock block, int first, int count) => classifier.Infer(
        block.Values.AsSpan(first * classifier.FingerprintLength, count * classifier.FingerprintLength),
        block.Logits.AsSpan(first * _labels, count * _labels));
}
