namespace Kws.Training.Topologies;

/// <summary>The sizes of topologies.</summary>
public enum NetworkSize
{
    /// <summary>The fastest; of the DS-CNN the default topology.</summary>
    Small,

    /// <summary>Between both.</summary>
    Medium,

    /// <summary>The most accurate.</summary>
    Large,
}
