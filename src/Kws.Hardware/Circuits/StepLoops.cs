namespace Kws.Hardware.Circuits;

/// <summary>The turns of the nested loops of a step, the outermost first: one tap for each combination.</summary>
internal sealed record StepLoops(int OutputTime, int OutputFrequency, int Groups, int KernelTime, int KernelFrequency, int Channels)
{
    /// <summary>The taps of a group of channels.</summary>
    public long GroupTaps => (long)KernelTime * KernelFrequency * Channels;

    /// <summary>The groups of all windows: words of results.</summary>
    public long Words => (long)OutputTime * OutputFrequency * Groups;

    /// <summary>All taps, one cycle each.</summary>
    public long Taps => Words * GroupTaps;
}
