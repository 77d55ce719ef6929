namespace Kws.Model;

/// <summary>A layer that looks at its input through a sliding window.</summary>
public interface IWindowedLayer
{
    /// <summary>The kernel, stride and padding.</summary>
    Window Window { get; }

    /// <summary>The number of positions before the first frame that the first window covers.</summary>
    int PaddingTime { get; }

    /// <summary>The number of positions before the first frequency that the first window covers.</summary>
    int PaddingFrequency { get; }
}
