// The multiply-accumulate array: lanes that all do the same, each for a channel of its own. A tap enters in stage 0, with its addresses;
// its word of results leaves in stage 4, or after the division.

module kws_array #(
  parameter LANES = 1,
  parameter LANE_BITS = 1,
  parameter VALUE_BITS = 1,
  parameter OPERAND_BITS = 1,
  parameter WEIGHT_BITS = 1,
  parameter PRODUCT_BITS = 1,
  parameter TERM_BITS = 1,
  parameter BIAS_BITS = 1,
  parameter SUM_BITS = 1,
  parameter AVERAGE_BITS = 0,
  parameter QUOTIENT_BITS = 1,
  parameter POSITIONS_BITS = 1,
  parameter FINISHED_BITS = 1,
  parameter RESULT_BITS = 1,
  parameter RULE_BITS = 1,
  parameter WAIT_BITS = 3
) (
  input  wire                         clock,
  input  wire                         reset,

  // The step, as kws_layers.v says it.
  input  wire                         multiply,
  input  wire                         maximum,
  input  wire                         average,
  input  wire                         report,
  input  wire                         shared,
  input  wire                         biased,
  input  wire                         floor,
  input  wire [RULE_BITS-1:0]         rule,
  input  wire [WAIT_BITS-1:0]         divide_cycles,

  // Stage 0: the tap whose addresses the memories have.
  input  wire                         run,
  input  wire                         present,
  input  wire                         first,
  input  wire                         last,
  input  wire [LANE_BITS-1:0]         lane,
  // Stage 1: the words that they answer, lane 0 lowest.
  input  wire [LANES*VALUE_BITS-1:0]  values,
  input  wire [LANES*WEIGHT_BITS-1:0] weights,
  input  wire [LANES*BIAS_BITS-1:0]   biases,

  output reg                          write,      // a word of results in this cycle
  output wire [LANES*RESULT_BITS-1:0] results
);
  reg run_1, run_2, first_1, first_2, last_1, last_2, last_3, present_1, present_2;
  reg [LANE_BITS-1:0] lane_1;
  always @(posedge clock) begin
    {run_1, present_1, first_1, last_1, lane_1} <= {run && !reset, present, first, run && last, lane};
    {run_2, present_2, first_2, last_2} <= {run_1 && !reset, present_1, first_1, last_1};
    last_3 <= last_2 && !reset;
  end

  wire signed [VALUE_BITS-1:0] value = values[lane_1*VALUE_BITS +: VALUE_BITS];

  // The division of all lanes' sums.
  wire divide, divided;
  wire [POSITIONS_BITS-1:0] positions;
  generate
    if (AVERAGE_BITS != 0) begin : pool
      reg [WAIT_BITS-1:0] remaining;
      reg ready;
      reg [POSITIONS_BITS-1:0] count;             // positions of the window that are in the input
      always @(posedge clock) begin
        remaining <= reset ? 0 : last_3 && average ? divide_cycles : divide ? remaining - 1 : 0;
        ready <= divide && remaining == 1 && !reset;
        if (run_2) count <= (first_2 ? {POSITIONS_BITS{1'b0}} : count) + {{(POSITIONS_BITS-1){1'b0}}, present_2};
      end
      assign divide = remaining != 0;
      assign divided = ready;
      assign positions = count;
    end else begin : no_pool
      wire unused = &{1'b0, divide_cycles};
      assign divide = 0;
      assign divided = 0;
      assign positions = 0;
    end
  endgenerate

  wire finish = average ? divided : last_3;
  always @(posedge clock)
    write <= finish && !report && !reset;

  genvar i;
  generate
    for (i = 0; i < LANES; i = i + 1) begin : lanes
      kws_lane #(
        .VALUE_BITS(VALUE_BITS), .OPERAND_BITS(OPERAND_BITS), .WEIGHT_BITS(WEIGHT_BITS), .PRODUCT_BITS(PRODUCT_BITS),
        .TERM_BITS(TERM_BITS), .BIAS_BITS(BIAS_BITS), .SUM_BITS(SUM_BITS), .AVERAGE_BITS(AVERAGE_BITS),
        .QUOTIENT_BITS(QUOTIENT_BITS), .POSITIONS_BITS(POSITIONS_BITS), .FINISHED_BITS(FINISHED_BITS), .RESULT_BITS(RESULT_BITS),
        .RULE_BITS(RULE_BITS)
      ) one (
        .clock(clock), .multiply(multiply), .maximum(maximum), .average(average), .biased(biased), .floor(floor), .rule(rule),
        .present_1(present_1), .value_1(shared ? value : values[i*VALUE_BITS +: VALUE_BITS]),
        .weight_1(weights[i*WEIGHT_BITS +: WEIGHT_BITS]), .bias_1(biases[i*BIAS_BITS +: BIAS_BITS]),
        .run_2(run_2), .present_2(present_2), .first_2(first_2),
        .divide_load(last_3 && average), .divide(divide), .positions(positions), .finish(finish),
        .result(results[i*RESULT_BITS +: RESULT_BITS])
      );
    end
  endgenerate
endmodule
