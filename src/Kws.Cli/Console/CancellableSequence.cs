namespace Kws.Cli;

/// <summary>Sequences that end when the command is cancelled.</summary>
internal static class CancellableSequence
{
    /// <summary>The same items; cancelling throws before the next one.</summary>
    public static IEnumerable<T> Until<T>(this IEnumerable<T> items, CancellationToken cancellation)
    {
        foreach (T item in items)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return item;
        }
    }
}
