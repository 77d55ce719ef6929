namespace Kws.Cli.Output;

/// <summary>A curve of a picture.</summary>
/// <param name="Points">The points, in the order of the line.</param>
/// <param name="Chosen">A point with a circle; null if there is none.</param>
internal sealed record Curve(IReadOnlyList<CurvePoint> Points, CurvePoint? Chosen = null);

/// <summary>A point of a curve.</summary>
/// <param name="X">Its place.</param>
/// <param name="Y">Its height.</param>
/// <param name="Text">The text that it shows.</param>
internal readonly record struct CurvePoint(double X, double Y, string Text);
