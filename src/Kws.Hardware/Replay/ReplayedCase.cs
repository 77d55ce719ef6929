using System.Collections.Immutable;

namespace Kws.Hardware.Replay;

/// <summary>The layers of an inference as somebody else computed them.</summary>
/// <param name="Name">The file, and which case of it.</param>
/// <param name="Layers">The layers that were recorded, in the topology's order.</param>
public sealed record ReplayedCase(string Name, ImmutableArray<RecordedLayer> Layers);
