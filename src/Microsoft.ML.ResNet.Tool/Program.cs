using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.Tool;

return await CommandRunner.RunAsync(ToolCommandLine.Create(), args);
