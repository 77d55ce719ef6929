namespace Kws.Training.Optimizer;

/// <summary>
/// The factor of the logits before softmax. The integers of a network bound how large its logits can become, and in how many steps: a
/// factor that training learns with the weights gives the cross entropy its freedom back.
/// </summary>
/// <param name="given">The factor; null to learn it.</param>
internal struct LogitScale(double? given)
{
    private readonly bool _isLearned = given is null;
    private double _logarithm = given is { } scale ? Math.Log(scale) : 0;
    private double _first;
    private double _second;

    /// <summary>The factor.</summary>
    public readonly double Value => Math.Exp(_logarithm);

    /// <summary>The logarithm and its moments, to be saved.</summary>
    public (double Logarithm, double First, double Second) State
    {
        readonly get => (_logarithm, _first, _second);
        set => (_logarithm, _first, _second) = value;
    }

    /// <summary>Makes logits of a deviation 1 at the start.</summary>
    public void Start(double deviation)
    {
        if (_isLearned)
        {
            _logarithm = -Math.Log(Math.Max(deviation, 1));
        }
    }

    /// <summary>Moves the factor.</summary>
    public void Update(Adam adam, double gradient)
    {
        if (_isLearned)
        {
            _logarithm -= adam.Change(ref _first, ref _second, gradient);
        }
    }
}
