namespace Kws.Bulk;

/// <summary>The storage of fingerprints in a file. See docs/use/formats.md.</summary>
public enum FingerprintFormat
{
    /// <summary>Text: one fingerprint a line, or as TensorFlow and NumPy print them.</summary>
    Text,

    /// <summary>A NumPy array.</summary>
    Npy,

    /// <summary>int8 values and nothing else, one fingerprint behind the other.</summary>
    Raw,
}
