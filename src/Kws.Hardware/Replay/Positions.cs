using Kws.Model;

namespace Kws.Hardware.Replay;

/// <summary>Says where a value of a layer stands.</summary>
internal static class Positions
{
    public static string Describe(TensorShape shape, int index)
    {
        (int time, int frequency, int channel) = shape.PositionOf(index);
        return $"time {time}, frequency {frequency}, channel {channel}";
    }
}
