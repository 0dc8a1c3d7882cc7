using Microsoft.ML;
using Microsoft.ML.ResNet;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(
    typeof(ResNetClassifierTransformer), typeof(MlNetModelFile), null, typeof(SignatureLoadModel),
    "Residual network image classifier", MlNetModelFile.LoaderSignature)]

namespace Microsoft.ML.ResNet;

/// <summary>How ML.NET saves and finds a classifier in its model files.</summary>
internal static class MlNetModelFile
{
    /// <summary>Part of every saved model: never to change. At most 24 characters.</summary>
    public const string LoaderSignature = "ResNetClassifier";

    private const string ModelSignature = "RESNETCL";
    private const string DescriptionStream = "Description";
    private const string WeightsStream = "Weights";

    private static VersionInfo Version => new(
        ModelSignature, verWrittenCur: ModelFormat.Version, verReadableCur: ModelFormat.Version,
        verWeCanReadBack: ModelFormat.Version,
        loaderAssemblyName: typeof(MlNetModelFile).Assembly.FullName!, loaderSignature: LoaderSignature);

    public static void Save(ModelSaveContext context, ClassifierModel model)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.CheckAtModel();
        context.SetVersionInfo(Version);
        context.SaveBinaryStream(
            DescriptionStream, writer => ModelFormat.WriteDescription(writer.BaseStream, ModelDescription.Of(model)));
        context.SaveBinaryStream(WeightsStream, writer => ModelFormat.WriteWeights(writer.BaseStream, model.Network));
    }

    // Found by name: ML.NET calls it when it meets the loader signature.
    internal static ResNetClassifierTransformer Create(IHostEnvironment env, ModelLoadContext context)
    {
        context.CheckAtModel(Version);
        ModelDescription? description = null;
        ClassifierModel? model = null;
        bool isWhole =
            context.TryLoadBinaryStream(
                DescriptionStream, reader => description = ModelFormat.ReadDescription(reader.BaseStream))
            && ModelEntry.TryRead(
                context, WeightsStream,
                (stream, length) => model = ModelFormat.ReadWeights(stream, length, description!));
        if (!isWhole)
        {
            throw new InvalidDataException(
                "The ResNet classifier in the model file is damaged: a part of it is missing.");
        }
        return new ResNetClassifierTransformer(env, model!, report: null);
    }
}
