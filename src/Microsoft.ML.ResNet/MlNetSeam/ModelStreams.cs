using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Persistence;

namespace Microsoft.ML.ResNet.MlNetSeam;

/// <summary>Saves and loads a model's two streams in an ML.NET model file: the description and the weights.</summary>
internal static class ModelStreams
{
    private const string Description = "Description";
    private const string Weights = "Weights";

    /// <summary>All kinds of models share the format's version; only the same version can be read.</summary>
    public static VersionInfo Version(string modelSignature, string loaderSignature) => new(
        modelSignature, verWrittenCur: ModelFormat.Version, verReadableCur: ModelFormat.Version,
        verWeCanReadBack: ModelFormat.Version,
        loaderAssemblyName: typeof(ModelStreams).Assembly.FullName!, loaderSignature: loaderSignature);

    public static void Save(
        ModelSaveContext context, VersionInfo version, Action<Stream> description, Action<Stream> weights)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.CheckAtModel();
        context.SetVersionInfo(version);
        context.SaveBinaryStream(Description, writer => description(writer.BaseStream));
        context.SaveBinaryStream(Weights, writer => weights(writer.BaseStream));
    }

    /// <param name="context">The model file.</param>
    /// <param name="version">The version to accept.</param>
    /// <param name="modelKind">The kind of model, for messages.</param>
    /// <param name="describe">Reads the description.</param>
    /// <param name="read">Reads the weights; receives their stream, its length and the description.</param>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static TModel Load<TDescription, TModel>(
        ModelLoadContext context, VersionInfo version, string modelKind, Func<Stream, TDescription> describe,
        Func<Stream, long, TDescription, TModel> read)
        where TDescription : class
        where TModel : class
    {
        context.CheckAtModel(version);
        TDescription? description = null;
        TModel? model = null;
        bool isWhole =
            context.TryLoadBinaryStream(Description, reader => description = describe(reader.BaseStream))
            && ModelZipEntry.TryRead(context, Weights, (stream, length) => model = read(stream, length, description!));
        return isWhole ? model! : throw ModelFileErrors.Damaged(modelKind, "a part of it is missing.");
    }
}
