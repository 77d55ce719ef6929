using Kws.Fast;

namespace Kws.Bulk;

/// <summary>Loads a block and computes its logits.</summary>
internal sealed class BlockClassifier(KwsClassifier classifier)
{
    private readonly int _labels = classifier.Model.Network.LabelCount;

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
