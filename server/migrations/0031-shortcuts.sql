-- Whether single keys do something in the console: whoever speaks to their computer, or presses keys by accident, switches
-- them off (WCAG 2.2, 2.1.4).
alter table accounts add column shortcuts boolean not null default true;
