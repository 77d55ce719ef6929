namespace Kws.Model;

/// <summary>The window of a pool.</summary>
internal static class Pool
{
    public static Window WindowOf(string layer, TensorShape input, Window? window) =>
        (window ?? new Window(input.Time, input.Frequency, 1, 1, Padding.Valid)).Check(layer, input);
}
