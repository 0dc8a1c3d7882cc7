using System.CommandLine;
using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.Tool.Models;

namespace Microsoft.ML.ResNet.Tool.Options;

/// <summary>The model that a command works with.</summary>
internal sealed class ModelOptions
{
    public Argument<string> File { get; } = new("MODEL")
    {
        Description = "A model: what 'resnet train' or ML.NET saved (.zip), or weights (.safetensors, .onnx).",
    };

    public Option<string?> ClassNames { get; } = CommonOptions.ClassNames();

    /// <exception cref="UserException">The file is missing, damaged, or has not one residual network.</exception>
    public ResNetClassifierTransformer Load(MLContext ml, ParseResult parsed) =>
        ModelFile.Load(ml, parsed.GetValue(File)!, parsed.GetValue(ClassNames));
}
