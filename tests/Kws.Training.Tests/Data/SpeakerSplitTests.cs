using Kws.Training.Data;

namespace Kws.Training.Tests;

/// <summary>
/// The results were computed by the data set's own function <c>which_set</c>, in Python with hashlib, from <c>salt + name</c>: 10 % for
/// validation, 10 % for testing.
/// </summary>
public sealed class SpeakerSplitTests
{
    [Theory]
    [InlineData("0132a06d_nohash_0.wav", Split.Training)]
    [InlineData("026290a7_nohash_0.wav", Split.Validation)]
    [InlineData("0ab3b47d_nohash_0.wav", Split.Validation)]
    [InlineData("0ab3b47d_nohash_1.wav", Split.Validation)]
    [InlineData("0d53e045_nohash_0.wav", Split.Testing)]
    [InlineData("0f250098_nohash_0.wav", Split.Testing)]
    public void Clips_are_dealt_as_the_data_set_does(string fileName, Split split) => Assert.Equal(split, SpeakerSplit.Of(fileName));

    [Theory]
    [InlineData("0132a06d_nohash_0.wav", Split.Training)]
    [InlineData("026290a7_nohash_0.wav", Split.Validation)]
    [InlineData("0137b3f4_nohash_0.wav", Split.Testing)]
    [InlineData("0f250098_nohash_0.wav", Split.Validation)]
    public void A_salt_deals_otherwise(string fileName, Split split) => Assert.Equal(split, SpeakerSplit.Of(fileName, "kws"));

    /// <summary>Speakers made up for their numbers: 9.99966, 10.00008, 19.99970 and 20.00005.</summary>
    [Theory]
    [InlineData("00023322_nohash_0.wav", Split.Validation)]
    [InlineData("00025c90_nohash_0.wav", Split.Testing)]
    [InlineData("000417ba_nohash_0.wav", Split.Testing)]
    [InlineData("001741a2_nohash_0.wav", Split.Training)]
    public void The_limits_are_ten_and_twenty_percent(string fileName, Split split) => Assert.Equal(split, SpeakerSplit.Of(fileName));

    [Theory]
    [InlineData("a.wav", "", Split.Training)]
    [InlineData("x_nohash_1_nohash_2.wav", "", Split.Validation)]
    [InlineData("_nohash_0.wav", "", Split.Training)]
    public void Unusual_names_are_dealt_too(string fileName, string salt, Split split) =>
        Assert.Equal(split, SpeakerSplit.Of(fileName, salt));
}
