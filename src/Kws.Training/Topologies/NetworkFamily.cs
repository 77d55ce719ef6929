namespace Kws.Training.Topologies;

/// <summary>The families of networks that have a topology of each size.</summary>
public enum NetworkFamily
{
    /// <summary>Depthwise-separable convolutions.</summary>
    DsCnn,

    /// <summary>Fully connected layers.</summary>
    Dnn,

    /// <summary>Two convolutions and fully connected layers.</summary>
    Cnn,
}
