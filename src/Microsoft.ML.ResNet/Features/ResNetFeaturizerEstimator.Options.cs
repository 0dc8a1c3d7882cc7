using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.ResNet;

public sealed partial class ResNetFeaturizerEstimator
{
    /// <summary>Options of the <see cref="ResNetFeaturizerEstimator"/>.</summary>
    public sealed class Options
    {
        /// <summary>
        /// The trained classifier whose network gives the features; or null, for <see cref="ModelPath"/>. It may be
        /// disposed afterwards. Default: null.
        /// </summary>
        public ResNetClassifierTransformer? Model { get; set; }

        /// <summary>
        /// The file with the network, if <see cref="Model"/> is null: a model that ML.NET saved with one
        /// <see cref="ResNetClassifierTransformer"/> among its transformers, or weights as
        /// <see cref="ResNetCatalog.LoadResNetWeights"/> takes, which may lack the head: safetensors, or ONNX if the
        /// name ends in .onnx. Read when the estimator is made. Default: null.
        /// </summary>
        public string? ModelPath { get; set; }

        /// <summary>
        /// The output columns, at least one. Default: one with the name "Features" and
        /// <see cref="ResNetFeatures.Pooled"/>.
        /// </summary>
        public IReadOnlyList<ResNetFeatureColumn> Columns { get; set; } = [new("Features")];

        /// <summary>
        /// Name of the image column. Default: null, for the classifier's, which for a file of weights is "Image".
        /// </summary>
        public string? ImageColumnName { get; set; }

        /// <summary>
        /// Name of a text column, such as the file path, that error messages quote beside the row. Default: null, for
        /// the classifier's.
        /// </summary>
        public string? ImagePathColumnName { get; set; }

        /// <summary>
        /// What to do with images that are missing or cannot be decoded: throw, or give features of NaN. Default: null,
        /// for the classifier's policy, which for a file of weights is <see cref="ResNetBadImagePolicy.Throw"/>.
        /// </summary>
        public ResNetBadImagePolicy? BadImages { get; set; }

        /// <summary>
        /// The numbers to compute with. Default: null, for the classifier's, which for a file of weights is
        /// <see cref="ResNetPrecision.Float32"/>.
        /// </summary>
        public ResNetPrecision? Precision { get; set; }

        /// <summary>
        /// Height of the network's input in pixels, 16 to 8192, or 0 for the classifier's; for a file of weights 0
        /// means what the file tells, or else 32 for architectures for small images and 224 for others. Networks take
        /// images of other sizes than they were trained with: larger ones give larger maps. Default: 0.
        /// </summary>
        public int ImageHeight { get; set; }

        /// <summary>Width of the network's input in pixels; like <see cref="ImageHeight"/>. Default: 0.</summary>
        public int ImageWidth { get; set; }

        /// <summary>
        /// For a file of weights, the network. Default: null, for the ready-made one that has such tensors.
        /// </summary>
        public ResNetArchitecture? Architecture { get; set; }

        /// <summary>
        /// For a file of weights, how images are normalized. Default: null, for what the file tells, or else
        /// <see cref="ResNetPixelNormalization.ImageNet"/>.
        /// </summary>
        public ResNetPixelNormalization? Normalization { get; set; }

        /// <summary>
        /// For a file of weights: 3 for color, 1 for gray (luminance). Default: null, for what the file tells, or
        /// else 3.
        /// </summary>
        public int? ImageChannels { get; set; }

        /// <summary>
        /// For a file of weights, how encoded images are brought to size. Default: null, for what the file tells, or
        /// else to crop around the center.
        /// </summary>
        public ImageResizingEstimator.ResizingKind? Resizing { get; set; }
    }
}
