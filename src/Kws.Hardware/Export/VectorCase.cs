using Kws.Model;

namespace Kws.Hardware.Export;

/// <summary>One inference to be exported.</summary>
/// <param name="Index">Which fingerprint of its file it is, from 0; the case is called after it.</param>
/// <param name="Fingerprint">The fingerprint, with what its file says about it.</param>
/// <param name="Trace">The values of every layer.</param>
public sealed record VectorCase(int Index, Fingerprint Fingerprint, InferenceTrace Trace);
