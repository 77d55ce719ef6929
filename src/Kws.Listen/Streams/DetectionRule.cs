namespace Kws.Listen.Streams;

/// <summary>The rule by which hops are detections: the mean score of the last hops leads and reaches the threshold of its label.</summary>
internal sealed class DetectionRule(DetectionParameters parameters)
{
    private readonly ScoreSmoother _smoother = new(parameters.Thresholds.Length, parameters.SmoothingHops);
    private readonly DetectionState _state = new(parameters.Thresholds, parameters.SuppressionHops);

    /// <summary>The mean score of every label after the last hop.</summary>
    public ReadOnlySpan<double> Scores => _smoother.Means;

    /// <summary>The mean score of the leading label less that of the next one.</summary>
    public float Margin => (float)_smoother.Margin;

    /// <summary>Takes the scores of the next hop in.</summary>
    /// <returns>Whether this hop is a detection, of the label and with the score given.</returns>
    public bool Add(ReadOnlySpan<float> scores, out int label, out float score)
    {
        _smoother.Add(scores);
        label = _smoother.Leader;
        score = (float)_smoother.Means[label];
        return _state.Add(_smoother.Means, label);
    }

    /// <summary>Changes the thresholds, one per label, from the next hop on.</summary>
    public void SetThresholds(ReadOnlySpan<double> thresholds) => thresholds.CopyTo(parameters.Thresholds);

    public void Reset()
    {
        _smoother.Reset();
        _state.Reset();
    }
}
