namespace Kws.Model;

/// <summary>The model files embedded in the assembly.</summary>
internal static class TrainedModel
{
    public static KwsModel Read(string name)
    {
        using Stream file = typeof(TrainedModel).Assembly.GetManifestResourceStream(name)!;
        return KwsModel.Load(file, name);
    }
}
