namespace Kws.Model;

/// <summary>The model for live sound embedded in the assembly.</summary>
internal static class LiveModel
{
    private const string Name = "live.safetensors";

    public static KwsModel Read()
    {
        using Stream file = typeof(LiveModel).Assembly.GetManifestResourceStream(Name)!;
        return KwsModel.Load(file, Name);
    }
}
