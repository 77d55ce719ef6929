using Kws.Listen;

namespace Kws.Web;

/// <summary>The hops of a stream as rows of numbers, one array for all hops of a call into the page.</summary>
/// <remarks>
/// <code>
///   position | detection | coefficients of the newest frame | logit per label | score per label
/// </code>
/// The position is that of the last sample. The detection is the index of a label, or -1. The first fingerprint is 30 frames at once: the
/// frames before its last one have rows of their own, with NaN instead of logits and scores.
/// </remarks>
internal sealed class HopRows(int coefficients, int labels, int hopLength)
{
    private const int Detection = 1;
    private const int Head = 2;

    private readonly List<double> _values = [];
    private bool _hasStarted;

    /// <summary>Values of one row.</summary>
    private int Width => Head + coefficients + (2 * labels);

    public void Add(in KeywordHop hop)
    {
        int frames = hop.Fingerprint.Length / coefficients;
        for (int frame = _hasStarted ? frames - 1 : 0; frame < frames; frame++)
        {
            bool isNewest = frame == frames - 1;
            _values.Add(hop.Position - ((long)(frames - 1 - frame) * hopLength));
            _values.Add(-1);
            foreach (sbyte value in hop.Fingerprint.Slice(frame * coefficients, coefficients))
            {
                _values.Add(value);
            }

            for (int label = 0; label < labels; label++)
            {
                _values.Add(isNewest ? hop.Logits[label] : double.NaN);
            }

            for (int label = 0; label < labels; label++)
            {
                _values.Add(isNewest ? hop.Scores[label] : double.NaN);
            }
        }

        _hasStarted = true;
    }

    /// <summary>Marks the last hop as a detection.</summary>
    public void Add(KeywordDetection detection) => _values[_values.Count - Width + Detection] = detection.Label;

    /// <summary>The rows since the last call.</summary>
    public double[] Take()
    {
        double[] taken = [.. _values];
        _values.Clear();
        return taken;
    }
}
