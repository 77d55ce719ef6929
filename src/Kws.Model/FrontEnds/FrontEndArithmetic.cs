namespace Kws.Model;

/// <summary>The numbers that a front end computes with.</summary>
public enum FrontEndArithmetic
{
    /// <summary>Single precision in a fixed order of operations.</summary>
    SinglePrecision,

    /// <summary>Integers from the samples on, of stated widths: docs/explain/integer-front-end.md has every step.</summary>
    Integers,
}
