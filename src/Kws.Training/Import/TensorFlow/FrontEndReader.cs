using Kws.Model;
using Kws.Training.Float.FrontEnd;

namespace Kws.Training.Import.TensorFlow;

/// <summary>The front end of a graph: DecodeWav, AudioSpectrogram and Mfcc.</summary>
internal static class FrontEndReader
{
    /// <summary>
    /// A graph takes the rate from the WAV file. That of the data set that networks of this kind are trained on is the only one that fits
    /// their mel bands and samples.
    /// </summary>
    private const int SampleRate = 16_000;

    /// <summary>Reads the front end that ends in Mfcc. Attributes that a node does not have are those that TensorFlow assumes.</summary>
    /// <exception cref="KwsFormatException">A node is another one, or an attribute is out of range.</exception>
    public static FloatFrontEnd Read(Graph graph, GraphValue features)
    {
        GraphValue[] inputs = graph.Inputs(features, "Mfcc", 2);
        (GraphValue spectrum, GraphValue rate) = (inputs[0], inputs[1]);
        GraphValue sound = graph.Input(spectrum, "AudioSpectrogram");
        GraphValue file = graph.Input(sound, "DecodeWav");
        rate.Require(new GraphValue(sound.Node, 1), "the sample rate");
        graph.Inputs(file, "Placeholder", 0);
        if (sound.Node.Integer("desired_channels", -1) is not 1 and var channels)
        {
            throw sound.Node.Error($"attribute 'desired_channels' is {channels}, expected 1");
        }

        GraphNode mfcc = features.Node;
        try
        {
            return new FloatFrontEnd(
                SampleRate, sound.Node.Integer("desired_samples"), spectrum.Node.Integer("window_size"), spectrum.Node.Integer("stride"),
                mfcc.Integer("filterbank_channel_count", 40), mfcc.Number("lower_frequency_limit", 20),
                mfcc.Number("upper_frequency_limit", 4000), mfcc.Integer("dct_coefficient_count", 13),
                isMagnitude: !spectrum.Node.Flag("magnitude_squared", missing: false));
        }
        catch (ArgumentException e)
        {
            throw mfcc.Error(e);
        }
    }
}
