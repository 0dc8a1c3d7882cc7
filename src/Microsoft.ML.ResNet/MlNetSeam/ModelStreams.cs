using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Persistence;

namespace Microsoft.ML.ResNet.MlNetSeam;

/// <summary>The two streams of a model in a file of ML.NET: a description, and the weights.</summary>
internal static class ModelStreams
{
    private const string Description = "Description";
    private const string Weights = "Weights";

    /// <summary>All kinds of models have the format's version, which only that very version reads.</summary>
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

    /// <param name="context">The file.</param>
    /// <param name="version">What can be read.</param>
    /// <param name="what">What the model is, for messages.</param>
    /// <param name="describe">Reads the description.</param>
    /// <param name="read">Reads the weights; gets the length of their stream, and the description.</param>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static TModel Load<TDescription, TModel>(
        ModelLoadContext context, VersionInfo version, string what, Func<Stream, TDescription> describe,
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
        return isWhole ? model! : throw ModelFileErrors.Damaged(what, "a part of it is missing.");
    }
}
