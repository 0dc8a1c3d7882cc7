using System.ComponentModel;

namespace Microsoft.ML.ResNet;

public sealed partial class ResNetClassifierEstimator
{
    /// <summary>Options of the <see cref="ResNetClassifierEstimator"/>, which copies them.</summary>
    /// <remarks>
    /// <c>System.Text.Json</c> writes and reads them, except callbacks, cancellation and <see cref="ValidationSet"/>: search
    /// spaces can name them, and files can store them. A named architecture is written as its name.
    /// </remarks>
    public sealed partial class Options : ResNetTrainingOptions
    {
        /// <summary>
        /// Name of the label column. A key (of UInt32), the output of <c>MapValueToKey</c>: every image has one class. A
        /// vector of keys, the output of <c>MapValueToKey</c> for a vector, or a vector of known size of Boolean or Single,
        /// with 1 for the labels that apply: an image has any number of labels. Default: "Label".
        /// </summary>
        public string LabelColumnName { get; set; } = "Label";

        /// <summary>
        /// Name of the image column. Default: "Image". Its type is MLImage, a byte vector of variable size with the content
        /// of an image file, or a vector of known size of Single or Byte with pixels.
        /// </summary>
        public string ImageColumnName { get; set; } = "Image";

        /// <summary>
        /// Name of a text column, such as the file path, that error messages quote beside the row. Default: null, none.
        /// </summary>
        public string? ImagePathColumnName { get; set; }

        /// <summary>
        /// Name of a column of Single with the weight of each row in training, at least 0; only ratios matter. Default:
        /// null, all rows have the same weight.
        /// </summary>
        public string? ExampleWeightColumnName { get; set; }

        /// <summary>Name of the output column with the class probabilities. Default: "Score".</summary>
        public string ScoreColumnName { get; set; } = "Score";

        /// <summary>
        /// Name of the output column with the most probable class, a key, or with the labels that apply, a vector of keys.
        /// Default: "PredictedLabel".
        /// </summary>
        public string PredictedLabelColumnName { get; set; } = "PredictedLabel";

        /// <summary>
        /// The weight of the images of each class, for classes of different sizes. Default:
        /// <see cref="ResNetClassWeights.None"/>.
        /// </summary>
        [Description("'balanced' for classes of different sizes, or CLASS=WEIGHT,CLASS=WEIGHT.")]
        public ResNetClassWeights ClassWeights { get; set; } = ResNetClassWeights.None;

        /// <summary>Sets the options of a recipe; options that are set afterwards override it.</summary>
        /// <param name="recipe">The recipe.</param>
        /// <returns>These options.</returns>
        public Options Apply(ResNetRecipe recipe)
        {
            ArgumentNullException.ThrowIfNull(recipe);
            recipe.ApplyTo(this);
            return this;
        }

        internal new Options Copy() => (Options)base.Copy();
    }
}
