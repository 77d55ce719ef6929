namespace Kws.Model.Tests;

public class ShapeAndTensorTests
{
    [Fact]
    public void Channels_vary_fastest_then_frequencies_then_times()
    {
        var shape = new TensorShape(2, 3, 4);
        int index = 0;
        for (int time = 0; time < 2; time++)
        {
            for (int frequency = 0; frequency < 3; frequency++)
            {
                for (int channel = 0; channel < 4; channel++, index++)
                {
                    Assert.Equal(index, shape.IndexOf(time, frequency, channel));
                    Assert.Equal((time, frequency, channel), shape.PositionOf(index));
                }
            }
        }

        Assert.Equal(index, shape.Count);
    }

    [Fact]
    public void A_tensor_says_where_an_index_lies()
    {
        TensorSpec conv = DsCnn.Default.Tensors[0];
        Assert.Equal("channel 0, time 0, frequency 0", conv.Describe(0));
        Assert.Equal("channel 1, time 0, frequency 1", conv.Describe(17));
        Assert.Equal("channel 47, time 3, frequency 3", conv.Describe(767));
        Assert.Throws<ArgumentOutOfRangeException>(() => conv.Describe(768));
        Assert.Throws<ArgumentOutOfRangeException>(() => conv.Describe(-1));
    }
}
