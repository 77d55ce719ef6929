using System.CommandLine;
using Kws.Model;
using Kws.Training.Import;

namespace Kws.Cli.Commands;

/// <summary><c>kws import cmsis</c>: an 8-bit network of CMSIS-NN as a model file.</summary>
internal static class ImportCmsisCommand
{
    public static Command Create()
    {
        var command = new KwsCommand(
            "cmsis",
            "Writes a model file of an 8-bit network as CMSIS-NN computes it on a Cortex-M: the same integers in every layer. "
            + "docs/use/import.md describes the folder.",
            "kws import cmsis cmsis-ds-cnn --output cmsis-ds-cnn.safetensors");
        Argument<string> directory = Symbols.File("directory", $"Folder with {CmsisDeployment.NetworkFile} and the weights as NumPy files");
        Option<string> output = Symbols.Output("File to write, whole or not at all");
        command.Arguments.Add(directory);
        command.Options.Add(output);
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(directory);
            if (!Directory.Exists(path))
            {
                throw CliException.BadInput(
                    File.Exists(path) ? $"{path}: this is a file, expected a directory" : $"{path}: there is no such directory");
            }

            KwsModel model = Files.Read(path, CmsisDeployment.Read);
            Files.WriteBytes(parsed.GetRequiredValue(output), model.Save);
        });
        return command;
    }
}
