using System.Globalization;

namespace Microsoft.ML.ResNet.Tests.ModelBuilder;

/// <summary>Configuration files as written by the versions of Model Builder.</summary>
internal static class ConfigurationFiles
{
    /// <summary>A configuration of the given version; from 4 on with the given validation.</summary>
    public static string Text(int version, string folder = @"C:\\Users\\me\\Photos", string? validation = null) =>
        version switch
        {
            0 => $$"""
                {
                  "TrainingConfigurationVersion": 0,
                  "TrainingTime": 2147482,
                  "Scenario": { "ScenarioType": "ImageClassification" },
                  "DataSource": { "DataSourceType": "Folder", "FolderPath": "{{folder}}" },
                  "Environment": { "EnvironmentType": "LocalCPU" },
                  "RunHistory": {
                    "Trials": [
                      { "TrainerName": "ImageClassification", "Score": 0.9, "RuntimeInSeconds": 17.3 }
                    ],
                    "Pipeline": "[{\"EstimatorType\":\"MapValueToKey\",\"Inputs\":[\"Label\"]}]",
                    "MetricName": "MicroAccuracy"
                  }
                }
                """,
            1 or 2 => $$"""
                {
                  "TrainingTime": 600,
                  "Scenario": "ImageClassification",
                  "DataSource": { "Type": "Folder", "Version": 1, "FolderPath": "{{folder}}" },
                  "Environment": { "Type": "LocalCPU", "Version": 1 },
                  "RunHistory": {
                    "Version": {{version - 1}},
                    "Type": "Result",
                    "Trials": [
                      {
                        "Version": 0, "Type": "Trial",
                        "TrainerName": "DNN + ResNet50", "Score": 0.9, "RuntimeInSeconds": 17.3
                      }
                    ],
                    "Pipeline": {
                      "parameter": { "0": { "OutputColumnName": "Label" } }, "estimators": [ "MapValueToKey" ]
                    },
                    "MetricName": "MicroAccuracy"
                  },
                  "Type": "TrainingConfig",
                  "Version": {{version.ToString(CultureInfo.InvariantCulture)}}
                }
                """,
            _ => $$"""
                {
                  "Scenario": "ImageClassification",
                  "DataSource": { "Type": "Folder", "Version": 1, "FolderPath": "{{folder}}" },
                  "Environment": { "Type": "LocalCPU", "Version": 1 },
                  "RunHistory": {
                    "Version": 3,
                    "Type": "Result",
                    "Trials": [
                      {
                        "Version": 1, "Type": "Trial", "TrainerName": "ImageClassificationMulti",
                        "Score": 0.9, "RuntimeInSeconds": 17.3,
                        "Parameter": {
                          "_SCHEMA_": "e0 * e1", "e1": { "Arch": "ResnetV250", "BatchSize": 10, "Epoch": 200 }
                        }
                      }
                    ],
                    "Estimators": { "e0": "MapValueToKey", "e1": "ImageClassificationMulti" },
                    "Schema": "e0 * e1",
                    "MetricName": "MicroAccuracy",
                    "ModelFilePath": "C:\\Users\\me\\MLModel.mlnet"
                  },
                  "Type": "TrainingConfig",
                  "Version": {{version.ToString(CultureInfo.InvariantCulture)}},
                  "TrainingOption": {
                    "Version": {{(version == 5 ? 2 : version - 3).ToString(CultureInfo.InvariantCulture)}},
                    {{(version == 5 ? "\"Subsampling\": false," : "")}}
                    "Type": "ClassificationTrainingOption",
                    "TrainingTime": {{(version == 3 ? 600 : int.MaxValue).ToString(CultureInfo.InvariantCulture)}},
                    {{(version == 3 ? "\"OptimizeMetric\": \"MacroAccuracy\"," : "")}}
                    {{(validation is null ? "" : $"\"ValidationOption\": {validation},")}}
                    "Seed": 7,
                  }
                }
                """,
        };

    public const string Split =
        """{ "Version": 0, "Type": "TrainValidateSplitValidationOption", "SplitRatio": 0.25 }""";

    public const string CrossValidation =
        """{ "Version": 0, "Type": "CrossValidationValidationOption", "NumberOfFolds": 3 }""";

    /// <summary>Writes a text to a configuration file in the folder and loads it.</summary>
    public static ResNetModelBuilderConfiguration Load(TemporaryFolder folder, string text) =>
        ResNetModelBuilderConfiguration.Load(Write(folder, text));

    public static string Write(TemporaryFolder folder, string text)
    {
        File.WriteAllText(folder.File("MLModel.mbconfig"), text);
        return folder.File("MLModel.mbconfig");
    }
}
