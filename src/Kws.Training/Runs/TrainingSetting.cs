namespace Kws.Training.Runs;

/// <summary>A setting that decides the model: a training of other settings cannot be resumed.</summary>
/// <param name="Name">Its name, as the user knows it.</param>
/// <param name="Value">Its value as text.</param>
public sealed record TrainingSetting(string Name, string Value)
{
    /// <summary>The first difference of two lists, in one line; null if there is none.</summary>
    internal static string? Difference(IReadOnlyList<TrainingSetting> before, IReadOnlyList<TrainingSetting> now)
    {
        if (!before.Select(setting => setting.Name).SequenceEqual(now.Select(setting => setting.Name)))
        {
            return "another version of kws began this training";
        }

        return before.Zip(now).FirstOrDefault(pair => pair.First != pair.Second) is ({ } then, { } other)
            ? $"this training began with {then.Name} {then.Value}, now it is {other.Value}"
            : null;
    }
}
