using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Hardware.Replay;

/// <summary>The values of a layer as a file has them.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Shape">The shape that it has in the model.</param>
/// <param name="Readings">
/// The values as stored, in each way that they can be read, the most likely one first: hexadecimal numbers of unknown width have two.
/// </param>
/// <param name="Orders">The orders of axes in which they can be stored, that of the reference first if it is one.</param>
public sealed record RecordedLayer(
    string Name, TensorShape Shape, ImmutableArray<ImmutableArray<int>> Readings, ImmutableArray<AxisOrder> Orders)
{
    /// <summary>Values in the order of the reference, in every way that the file can be read, the most likely one first.</summary>
    internal IEnumerable<LayerReading> All =>
        Orders.SelectMany(order => Readings.Select(stored => new LayerReading(order, order.ToReference(Shape, stored.AsSpan()))));

    /// <summary>A layer whose order of axes is that of the reference.</summary>
    internal static RecordedLayer Of(LayerValues values) => new(values.Name, values.Shape, [values.Values], [AxisOrder.Reference]);
}

/// <summary>A way to read the values of a layer.</summary>
/// <param name="Order">The order of axes in which they are stored.</param>
/// <param name="Values">The values in the order of the reference.</param>
internal sealed record LayerReading(AxisOrder Order, int[] Values);
