using Kws.Model;

namespace Kws.Training.Layers;

/// <summary>The place of a layer in a network, and what is known of its input.</summary>
/// <param name="Layer">The layer as data.</param>
/// <param name="Index">Its index.</param>
/// <param name="InputPitch">The distance between positions of its input.</param>
/// <param name="InputMagnitude">The largest magnitude of an input.</param>
/// <param name="LargestBias">The largest magnitude of a bias at the start; 0 where there is none.</param>
/// <param name="NeedsInputGradient">True if a layer before it has parameters.</param>
/// <param name="IsRounded">False in tests of gradients, which differentiate the network without rounding.</param>
internal sealed record LayerPlace(
    Layer Layer, int Index, int InputPitch, double InputMagnitude, double LargestBias, bool NeedsInputGradient, bool IsRounded);
