using Kws.Listen;

namespace Kws.Cli.Commands;

/// <summary>Checks the folders of sound that a command is given.</summary>
internal static class SoundFolders
{
    /// <summary>Refuses folders of a training that do not exist.</summary>
    public static void RequireAll(TrainSettings settings)
    {
        string[] folders = [.. settings.Data, .. settings.Recordings, .. settings.Noise, .. settings.Negatives];
        Array.ForEach(folders, Require);
    }

    /// <summary>Refuses a folder that does not exist.</summary>
    public static void Require(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw CliException.BadInput(
                File.Exists(folder) ? $"{folder}: this is a file, expected a folder" : $"{folder}: there is no such directory");
        }
    }

    /// <summary>A folder of noise or speech without sound is a mistake, and would change nothing.</summary>
    public static void RefuseEmpty(TrainSettings settings)
    {
        Refuse("--noise", settings.Noise);
        Refuse("--negatives", settings.Negatives);

        static void Refuse(string option, IEnumerable<string> folders)
        {
            if (folders.FirstOrDefault(folder => !ClipFolder.Find(folder).Any()) is { } empty)
            {
                throw CliException.BadInput($"{option} {empty}: there is no .wav file in this folder");
            }
        }
    }
}
