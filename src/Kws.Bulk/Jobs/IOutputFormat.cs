namespace Kws.Bulk.Jobs;

/// <summary>The form of an output of a job: a head, then what every item adds, so that a file can be cut off behind any of them.</summary>
internal interface IOutputFormat
{
    /// <summary>The name by which parts are merged.</summary>
    string Name { get; }

    /// <summary>The head of a file with so many items. Its length does not depend on how many there are.</summary>
    byte[] Head(long count);

    /// <summary>Makes the file that was asked for of a finished one, which is then gone. Killed, it can be done again.</summary>
    /// <param name="part">The finished file: head and items.</param>
    /// <param name="target">The file that was asked for.</param>
    /// <param name="firstIndex">The number of items before the part.</param>
    void Publish(string part, string target, long firstIndex);
}
